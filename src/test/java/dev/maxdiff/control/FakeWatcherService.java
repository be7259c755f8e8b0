package dev.maxdiff.control;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.OrderTerms;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Records its requests and answers with samples that fill every field of every record. */
public final class FakeWatcherService implements WatcherService {

  public static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");
  public static final Instant AT = Instant.parse("2013-11-25T15:00:00.123456Z");

  /** The requests in order: the request object, or the name of the method. */
  public final List<Object> asked = new ArrayList<>();

  public final List<WishRequest> previewed = new ArrayList<>();

  public RuntimeException failure;
  public WishAnswer wishAnswer =
      new WishAnswer(
          WishAnswer.Outcome.REPLACED,
          KEY,
          Slot.EXIT,
          7,
          "long 0.5 BTCUSD (maxdiff): will SELL 0.5 at 105000, replacing 110250");
  public List<WishPreview> wishPreviews =
      List.of(
          new WishPreview(
              WishPreview.Verdict.HELD,
              KEY,
              Slot.EXIT,
              "long BTCUSD (maxdiff): will SELL all at 105000: held by an operator",
              "the market has passed 105000"));
  public List<StopAnswer> stopAnswers =
      List.of(
          new StopAnswer(KEY, Slot.EXIT, true, "stopped"),
          new StopAnswer(null, null, true, "order mdx-1: gone"));
  public List<ActionLine> actionLines =
      List.of(new ActionLine(true, "entries of BTCUSD are paused"), new ActionLine(true, "more"));
  public StatusView status = status(null);
  public List<ConsistencyView> consistency =
      List.of(
          new ConsistencyView(
              KEY,
              Slot.EXIT,
              "generation 7 at 105000",
              "pid 4711, generation 7",
              "SELL 0.5 at 105000, generation 7",
              new BigDecimal("0.5"),
              new BigDecimal("0.5"),
              null,
              true,
              ""));
  public List<RuntimeEvent> events =
      List.of(
          new RuntimeEvent(
              AT,
              RuntimeEvent.Kind.FILLED,
              KEY.slot(Slot.EXIT),
              7,
              Price.parse("105000"),
              Quantity.parse("0.5"),
              "filled 0.5"),
          new RuntimeEvent(AT, RuntimeEvent.Kind.ALERT, null, 0, null, null, "disk almost full"));

  public static StatusView status(String brokerError) {
    Account account =
        new Account(
            "PA1",
            "ACTIVE",
            new BigDecimal("40000.25"),
            new BigDecimal("101000"),
            new BigDecimal("100000"),
            new BigDecimal("80000.5"),
            new BigDecimal("40000.25"),
            new BigDecimal("2"),
            false,
            false,
            true);
    return new StatusView(
        Venue.EMBEDDED,
        AT,
        brokerError,
        brokerError == null ? account : null,
        brokerError == null ? List.of(position()) : List.of(),
        brokerError == null ? orders() : List.of(),
        List.of(running(), ended()),
        brokerError == null
            ? List.of(
                new StatusView.CapitalLine(
                    KEY, new BigDecimal("52000"), new BigDecimal("40000.25")))
            : List.of(),
        brokerError == null ? List.of("entries of AAPL are paused since noon: tired") : List.of(),
        brokerError == null ? List.of("every key is held by an operator since noon") : List.of(),
        brokerError == null
            ? List.of(
                new StatusView.UncoveredLine(
                    KEY,
                    new BigDecimal("0.5"),
                    AT.minusSeconds(34),
                    "0.5 are held and no order closes them (exit_error: 403 forbidden)",
                    "naked"))
            : List.of(),
        brokerError == null ? List.of("not readable: order x, left alone") : List.of(),
        brokerError == null ? List.of("reconcile: split -> pause entries: AAPL") : List.of());
  }

  /** The error of the ended watcher, as long as a broker's words can be. */
  public static final String ENDED_ERROR = "exit code 3: " + "the broker's words go on ".repeat(20);

  private static StatusView.PositionLine position() {
    return new StatusView.PositionLine(
        Symbol.parse("BTCUSD"),
        new BigDecimal("0.75"),
        Map.of(KEY, new BigDecimal("0.5")),
        new BigDecimal("0.25"),
        new BigDecimal("100000.123"),
        new BigDecimal("104000"));
  }

  private static List<StatusView.OrderLine> orders() {
    return List.of(
        new StatusView.OrderLine(
            KEY,
            Slot.EXIT,
            7,
            Symbol.parse("BTCUSD"),
            Side.SELL,
            new BigDecimal("0.5"),
            new BigDecimal("0.100000"),
            new BigDecimal("105000"),
            "partially_filled",
            "mdx-abc123-BTCUSD-b-maxdiff-x-7-1",
            "limit",
            OrderTerms.NONE,
            "at 105000",
            List.of(),
            true),
        new StatusView.OrderLine(
            null,
            null,
            0,
            Symbol.parse("AAPL"),
            Side.BUY,
            new BigDecimal("10"),
            BigDecimal.ZERO,
            null,
            "new",
            "somebody-else",
            "market",
            OrderTerms.NONE,
            "at market",
            List.of(),
            false));
  }

  private static StatusView.WatcherLine running() {
    return new StatusView.WatcherLine(
        KEY,
        Slot.EXIT,
        7,
        true,
        true,
        4711,
        "watching_orders",
        Price.parse("105000"),
        Quantity.parse("0.5"),
        new BigDecimal("0.001"),
        AT.minusSeconds(3660),
        AT.plusSeconds(599),
        AT.minusSeconds(59),
        2,
        null,
        null);
  }

  private static StatusView.WatcherLine ended() {
    return new StatusView.WatcherLine(
        WatcherKey.parse("AAPL|sell|pctdiff"),
        Slot.ENTRY,
        3,
        false,
        false,
        0,
        "expired",
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        ENDED_ERROR,
        AT.minusSeconds(5));
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    return answer(request, wishAnswer);
  }

  @Override
  public CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    previewed.addAll(requests);
    if (wishPreviews == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("no such path"));
    }
    return failure == null
        ? CompletableFuture.completedFuture(wishPreviews)
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    return answer(request, stopAnswers);
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    return answer("kill-all " + cancelOrders, stopAnswers);
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return answer(scope, actionLines);
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    return answer(request, actionLines);
  }

  @Override
  public CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    return answer(request, actionLines);
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return answer(request, actionLines);
  }

  @Override
  public CompletionStage<StatusView> status() {
    return answer("status", status);
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return answer("prove", consistency);
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    return answer(new HistoryQuery(symbols, slots, since), events);
  }

  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    throw new UnsupportedOperationException("not asked for in these tests");
  }

  private synchronized <T> CompletionStage<T> answer(Object question, T answer) {
    asked.add(question);
    return failure == null
        ? CompletableFuture.completedFuture(answer)
        : CompletableFuture.failedFuture(failure);
  }
}

package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.control.checks.BarFreshness;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.checks.PriceCheck;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link WatcherService} of the runtime: checks requests, fills in defaults, and passes wishes
 * to supervision in the order of their arrival.
 */
public final class WatcherControl implements WatcherService {

  /**
   * The collaborators of control.
   *
   * @param broker source of quotes, assets and the calendar; its calls block
   * @param blocking runs the broker's calls
   * @param history reads the journal
   * @param reconciled lines of the reconciliation at the start
   * @param clock the watchers' time: the exchange's under replay
   */
  public record Collaborators(
      Venue venue,
      Supervisors supervisors,
      OrderGateway gateway,
      Broker broker,
      Executor blocking,
      Function<HistoryQuery, CompletionStage<List<RuntimeEvent>>> history,
      EventBus events,
      ConsistencySettings consistency,
      Supplier<List<String>> reconciled,
      InstantSource clock) {

    public Collaborators {
      requireNonNull(venue, "venue");
      requireNonNull(supervisors, "supervisors");
      requireNonNull(gateway, "gateway");
      requireNonNull(broker, "broker");
      requireNonNull(blocking, "blocking");
      requireNonNull(history, "history");
      requireNonNull(events, "events");
      requireNonNull(consistency, "consistency");
      requireNonNull(clock, "clock");
    }
  }

  /** The key of the order of wishes; independent of the strategy, which is resolved later. */
  private record SlotOfRequest(WatcherKey symbolAndSide, Slot slot) {
    static SlotOfRequest of(WishRequest request) {
      return new SlotOfRequest(
          new WatcherKey(request.symbol(), request.side(), Strategy.DEFAULT), request.slot());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(WatcherControl.class);
  private static final String STOPPED_BY_OPERATOR = "stopped by an operator";

  private final ControlSettings settings;
  private final Collaborators collaborators;
  private final MarketDataCache market;
  private final WishFactory wishFactory;
  private final ConcurrencyLimiter limiter;
  private final OperatorActions operatorActions;
  private final ConsistencyMonitor consistency;
  private final KeyedSequencer<SlotOfRequest> sequencer = new KeyedSequencer<>();

  public WatcherControl(ControlSettings settings, Collaborators collaborators) {
    this.settings = requireNonNull(settings, "settings");
    this.collaborators = requireNonNull(collaborators, "collaborators");
    this.market =
        new MarketDataCache(
            collaborators.broker, collaborators.blocking, settings, System::nanoTime);
    this.wishFactory = new WishFactory(settings);
    this.limiter = new ConcurrencyLimiter(settings.maxUndecided(), settings.maxQueued());
    this.consistency =
        new ConsistencyMonitor(
            collaborators.consistency,
            collaborators.supervisors,
            collaborators.gateway,
            market,
            collaborators.events,
            collaborators.clock,
            System::nanoTime);
    this.operatorActions =
        new OperatorActions(collaborators.gateway, settings.cancelPatience(), collaborators.clock);
  }

  /**
   * Refuses wishes from now on; all other requests are still answered. First step of a shutdown.
   */
  public void closeIntake() {
    limiter.close();
  }

  /** Returns the metrics of the runtime. */
  public CompletionStage<List<Metric>> metrics() {
    RuntimeMetrics metrics =
        new RuntimeMetrics(
            collaborators.events.counts(),
            collaborators.supervisors.slots(),
            consistency.figures(),
            collaborators.gateway.metrics());
    return CompletableFuture.completedFuture(metrics.metrics());
  }

  /** Runs one consistency check; called by one thread at a time. */
  public void checkConsistency() {
    consistency.check();
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    requireNonNull(request, "request");
    return sequencer.submit(
        SlotOfRequest.of(request), checked(request), checked -> submit(request, checked));
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    Set<SlotId> slots = matching(request, collaborators.supervisors.slots());
    return withdraw(slots, request.keepOrders());
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    StopRequest everything = new StopRequest(null, null, null, null, !cancelOrders);
    CompletionStage<List<StopAnswer>> stopped = stop(everything);
    return cancelOrders
        ? stopped.thenCompose(
            answers ->
                collaborators
                    .gateway
                    .cancelAllOrders(EnumSet.allOf(Slot.class), settings.cancelPatience())
                    .thenApply(open -> withUnconfirmed(answers, open)))
        : stopped;
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return operatorActions.pause(scope);
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(PauseScope scope) {
    return operatorActions.resume(scope);
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return operatorActions.cancelDuplicates(request);
  }

  @Override
  public CompletionStage<StatusView> status() {
    return snapshot()
        .thenApply(
            snapshot ->
                snapshot.status(
                    collaborators.venue,
                    collaborators.clock.instant(),
                    consistency.figures().now(),
                    collaborators.reconciled.get()));
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return snapshot()
        .thenCompose(
            snapshot ->
                incrementsLoaded(snapshot.symbols())
                    .thenApply(known -> snapshot.consistency(market::loadedIncrements)));
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    return collaborators.history.apply(new HistoryQuery(symbols, slots, since));
  }

  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    return collaborators.events.subscribe(listener);
  }

  private CompletableFuture<CheckedWish> checked(WishRequest request) {
    Instant now = collaborators.clock.instant();
    // only an explicit force lifts the price check, not a force that follows from a loop's rank
    var quote =
        request.force()
            ? CompletableFuture.completedFuture(Optional.<Quote>empty())
            : market.quote(request.symbol());
    var increments = market.increments(request.symbol());
    var calendar =
        WishFactory.needsCalendar(request)
            ? market.calendar(MarketCalendar.dateOf(now))
            : CompletableFuture.<TradingDays>completedFuture(MarketCalendar.RULES);
    return strategy(request)
        .thenCombine(calendar, (strategy, days) -> wishFactory.create(request, strategy, now, days))
        .thenCombine(
            increments,
            (wish, known) ->
                new CheckedWish(
                    wish, known, request.source() == WishRequest.Source.OPERATOR, request.retry()))
        .thenCombine(
            quote,
            (checked, known) -> {
              known.ifPresent(
                  usable -> PriceCheck.check(checked.wish(), usable, settings.maxDistance()));
              requireTradable(checked);
              return checked;
            });
  }

  private static void requireTradable(CheckedWish checked) {
    checked.increments().passive(checked.wish().slotId().orderSide(), checked.wish().price());
    checked
        .wish()
        .quantity()
        .filter(quantity -> checked.increments().round(quantity.value()).signum() == 0)
        .ifPresent(
            quantity -> {
              String step = checked.increments().quantity().toPlainString();
              throw new InvalidValueException("target-qty", quantity, "at least " + step);
            });
  }

  private CompletableFuture<Strategy> strategy(WishRequest request) {
    if (request.strategy() != null) {
      return CompletableFuture.completedFuture(request.strategy());
    }
    List<SlotView> slots = collaborators.supervisors.slots();
    return CompletableFuture.completedFuture(slots)
        .thenApply(known -> StrategyResolver.of(request.symbol(), request.side(), known));
  }

  private CompletionStage<WishAnswer> submit(WishRequest request, CheckedWish checked) {
    return limiter
        .admit(
            () ->
                collaborators
                    .supervisors
                    .want(checked)
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(this::unresolved))
        .thenApply(outcome -> answer(checked, outcome))
        .whenComplete((answer, failure) -> logOldBar(request, answer));
  }

  /** Logs an old daily bar, from which a loop computes its prices. */
  private void logOldBar(WishRequest request, WishAnswer answer) {
    boolean launched =
        answer != null
            && (answer.outcome() == WishAnswer.Outcome.STARTED
                || answer.outcome() == WishAnswer.Outcome.REPLACED);
    boolean fromLoop = request.source() == WishRequest.Source.LOOP;
    Instant now = collaborators.clock.instant();
    if (launched
        && fromLoop
        && !BarFreshness.isFresh(request.symbol(), now, MarketCalendar.RULES)) {
      LOG.info("{}: at {} the newest daily bar may not be there yet", answer.key(), now);
    }
  }

  private WishOutcome unresolved(Throwable failure) {
    Throwable cause = rootOf(failure);
    if (cause instanceof InvalidValueException || cause instanceof UnavailableException) {
      throw (RuntimeException) cause;
    }
    String reason =
        cause instanceof TimeoutException
            ? "no answer within " + settings.answerWithin().toSeconds() + " s"
            : oneLine(cause);
    return WishOutcome.unresolved(
        reason + "; it is not known whether the wish was written, ask again");
  }

  private static WishAnswer answer(CheckedWish checked, WishOutcome outcome) {
    SlotId slot = checked.wish().slotId();
    return new WishAnswer(
        WishAnswer.Outcome.valueOf(outcome.kind().name()),
        slot.key(),
        slot.slot(),
        outcome.generation(),
        WishMessages.answer(checked.wish(), checked.increments(), outcome));
  }

  private static Set<SlotId> matching(StopRequest request, List<SlotView> slots) {
    return slots.stream()
        .filter(state -> state.wanted() || state.pid() > 0)
        .map(SlotView::slot)
        .filter(slot -> matches(request.symbol(), slot.key().symbol()))
        .filter(slot -> matches(request.side(), slot.key().side()))
        .filter(slot -> matches(request.strategy(), slot.key().strategy()))
        .filter(slot -> matches(request.slot(), slot.slot()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean matches(Object wanted, Object actual) {
    return wanted == null || wanted.equals(actual);
  }

  /** Supervision cancels the orders; the second request to the gateway waits for their end. */
  private CompletionStage<List<StopAnswer>> withdraw(Set<SlotId> slots, boolean keepOrders) {
    if (slots.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    CompletionStage<List<StopAnswer>> stopped =
        collaborators
            .supervisors
            .withdraw(slots, keepOrders, STOPPED_BY_OPERATOR)
            .thenApply(outcomes -> outcomes.stream().map(WatcherControl::answer).toList());
    return keepOrders
        ? stopped
        : stopped.thenCompose(
            answers ->
                collaborators
                    .gateway
                    .cancelOrders(slots, settings.cancelPatience())
                    .thenApply(open -> withUnconfirmed(answers, open)));
  }

  private static StopAnswer answer(WithdrawalOutcome outcome) {
    SlotId slot = outcome.slot();
    return new StopAnswer(slot.key(), slot.slot(), outcome.done(), outcome.words());
  }

  private static List<StopAnswer> withUnconfirmed(List<StopAnswer> answers, List<Order> open) {
    List<StopAnswer> all = new ArrayList<>(answers);
    for (Order order : open) {
      String words = "order " + order.clientOrderId() + ": its cancel could not be confirmed";
      all.add(new StopAnswer(null, null, false, words));
    }
    return List.copyOf(all);
  }

  private CompletionStage<StatusSnapshot> snapshot() {
    return snapshot(collaborators.supervisors.slots());
  }

  private CompletionStage<StatusSnapshot> snapshot(List<SlotView> slots) {
    return overview()
        .handle(
            (overview, failure) ->
                failure == null
                    ? new StatusSnapshot(slots, overview, null)
                    : new StatusSnapshot(slots, null, oneLine(rootOf(failure))));
  }

  /** Loads missing increments: without them a rounding remainder would count as uncovered. */
  private CompletableFuture<Void> incrementsLoaded(Set<Symbol> symbols) {
    return CompletableFuture.allOf(
        symbols.stream()
            .map(
                symbol ->
                    market
                        .increments(symbol)
                        .exceptionally(failure -> market.loadedIncrements(symbol)))
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<OrderGateway.AccountOverview> overview() {
    try {
      return collaborators.gateway.overview();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static String oneLine(Throwable cause) {
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.replaceAll("\\s+", " ");
  }

  private static Throwable rootOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? rootOf(failure.getCause())
        : failure;
  }
}

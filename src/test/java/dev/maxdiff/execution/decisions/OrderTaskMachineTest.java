package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.TaskState.Attempt;
import dev.maxdiff.execution.decisions.TaskState.Purpose;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.Exposure;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The machine alone: every state with every input, and random answers to whatever it requests.
 *
 * <p>The table is in {@code order-task-machine.txt}: state, input, next state and effects in their
 * order. A pair that it does not name is refused.
 */
class OrderTaskMachineTest {

  static final ExecutionSettings SETTINGS = Samples.settings();
  static final OrderTaskMachine MACHINE =
      new OrderTaskMachine(BTC, OrderOrigin.untagged(Samples.US), SETTINGS);
  static final SlotId ENTRY_SLOT = A.slot(Slot.ENTRY);
  static final SlotId EXIT_SLOT = A.slot(Slot.EXIT);
  private static final WatcherAuthority ENTRY =
      new WatcherAuthority(Samples.entry(A, "95", "3"), 3);
  static final WatcherAuthority EXIT = new WatcherAuthority(Samples.exit(A, "110"), 3);
  private static final long DEADLINE = 1_000;
  private static final int RESERVED = 40310000;
  static final OrderRefusal FORBIDDEN =
      OrderRefusal.from(
          new BrokerException(
              Failure.REJECTED, 403, 40310100, "trade denied due to day trading protection"));
  static final Authorities CURRENT = authorities(true);
  static final Authorities GONE = authorities(false);
  static final Order OLD = Samples.own(EXIT_SLOT, 7, "1", "0", "110", OrderStatus.NEW).order();
  private static final Order OTHER =
      Samples.own(EXIT_SLOT, 8, "1", "0", "111", OrderStatus.NEW).order();
  static final Order PLACED = Samples.own(ENTRY_SLOT, 9, "0.5", "0", "95", OrderStatus.NEW).order();
  static final ProposedOrder ENTRY_ORDER =
      ProposedOrder.of(
          ENTRY,
          new OrderRequest(
              BTC,
              ENTRY_SLOT.orderSide(),
              Quantity.parse("0.5"),
              Price.parse("95"),
              TimeInForce.GTC,
              null));
  private static final ProposedOrder EXIT_ORDER =
      new ProposedOrder(
          EXIT, EXIT_SLOT.orderSide(), BigDecimal.ONE, Price.parse("112"), TimeInForce.GTC, OLD);
  private static final OrderIntent ENTRY_INTENT = ENTRY_ORDER.draft().numbered(1, "entry-1");
  private static final OrderIntent EXIT_INTENT = EXIT_ORDER.draft().numbered(1, "exit-1");

  private static Authorities authorities(boolean isCurrent) {
    return new Authorities() {
      @Override
      public boolean isCurrent(WatcherAuthority authority) {
        return isCurrent;
      }

      @Override
      public Optional<WatcherAuthority> current(SlotId slot) {
        return Stream.of(ENTRY, EXIT)
            .filter(authority -> isCurrent && authority.slot().equals(slot))
            .findFirst();
      }

      @Override
      public boolean isLeft(OwnOrder own) {
        return !isCurrent;
      }

      @Override
      public boolean areExitOrdersKept() {
        return false;
      }

      @Override
      public boolean isCancelled(SlotId slot) {
        return false;
      }

      @Override
      public boolean isPaused(SlotId slot) {
        return false;
      }

      @Override
      public boolean isClaimed(Symbol symbol) {
        return false;
      }
    };
  }

  private static Moment moment(long nanos, Authorities authorities, OrderIntent... unresolved) {
    OrderManagerState journal = OrderManagerState.EMPTY;
    for (OrderIntent intent : unresolved) {
      journal = journal.on(new OrderJournalEvent.IntentWritten(intent, Samples.AT));
    }
    return new Moment(nanos, authorities, journal);
  }

  /** Returns the ledger of the entry that the key owns, and after it of these orders. */
  static PositionLedger ledger(OwnOrder... more) {
    List<OwnOrder> own = new ArrayList<>();
    own.add(Samples.own(ENTRY_SLOT, 1, "2", "2", "90", OrderStatus.FILLED));
    own.addAll(List.of(more));
    return PositionLedger.of(
        SETTINGS.ledger().coinFees(),
        List.of(Samples.position("BTCUSD", "2")),
        own,
        List.of(),
        Set.of());
  }

  /** A release takes some tenths of a second; a quantity that stays reserved is no storm. */
  @Test
  void theOrderAfterACancelIsRepeatedWithGrowingPauses() {
    List<Duration> pauses = new ArrayList<>();
    TaskState state = states().get("sending after a cancel");
    for (int n = 0; n < 8; n++) {
      Step step = MACHINE.on(state, inputs().get("reserved"), moment(0, CURRENT));
      step.effects().stream()
          .filter(TaskEffect.Wait.class::isInstance)
          .forEach(wait -> pauses.add(((TaskEffect.Wait) wait).time()));
      Attempt again = ((TaskState.AwaitingRelease) step.state()).attempt();
      state = new TaskState.Sending(again, ENTRY_INTENT);
    }
    assertThat(pauses.stream().map(Duration::toMillis))
        .containsExactly(100L, 100L, 100L, 200L, 400L, 800L, 1600L, 3200L);
  }

  static OwnOrder own(Order order) {
    return new OwnOrder(EXIT_SLOT, 1, order);
  }

  private static Scene untraded() {
    Asset asset = Samples.BTC_ASSET;
    return scene(
        ledger(),
        new Asset(asset.symbol(), asset.increments(), asset.minimumOrder(), false, true, false));
  }

  static Scene scene(PositionLedger ledger, Asset asset) {
    return new Scene(
        ledger,
        ledger.symbolLedger(BTC),
        asset,
        quote(),
        false,
        BigDecimal.ZERO,
        new EntryLimits(new BigDecimal("1000"), Exposure.NONE, Optional.empty(), BigDecimal.ZERO));
  }

  static Optional<ObservedQuote> quote() {
    return Optional.of(
        new ObservedQuote(
            new Quote(
                new BigDecimal("100"),
                BigDecimal.ONE,
                new BigDecimal("101"),
                BigDecimal.ONE,
                Samples.AT),
            Duration.ofSeconds(1)));
  }

  static Order with(Order order, OrderStatus status, String filled) {
    return Samples.order(order.clientOrderId(), EXIT_SLOT, 7, "1", filled, "110", status);
  }

  static BrokerException failure(Failure kind, int status, int code) {
    return new BrokerException(kind, status, code, code == RESERVED ? "insufficient qty" : "no");
  }

  private static Map<String, TaskState> states() {
    Attempt place = new Attempt(ENTRY_ORDER, Purpose.PLACE, 0, true);
    Attempt patch = new Attempt(EXIT_ORDER, Purpose.PATCH, 0, false);
    Attempt again = new Attempt(ENTRY_ORDER, Purpose.AFTER_CANCEL, DEADLINE, true);
    Map<String, TaskState> states = new LinkedHashMap<>();
    states.put(
        "finding to replace",
        new TaskState.FindingOrder(
            new OrderTask.Replace(
                EXIT, OLD.id(), new ReplaceRequest(null, Price.parse("112"), null, null))));
    states.put(
        "finding to cancel", new TaskState.FindingOrder(new OrderTask.Cancel(EXIT, OLD.id())));
    states.put("checking", new TaskState.Checking(place));
    states.put("checking a patch", new TaskState.Checking(patch));
    states.put("checking after a cancel", new TaskState.Checking(again));
    states.put("checking first", new TaskState.CheckingFirst(EXIT_ORDER, OLD));
    states.put("writing", new TaskState.Writing(place, ENTRY_ORDER, ENTRY_INTENT, DEADLINE));
    states.put("sending", new TaskState.Sending(place, ENTRY_INTENT));
    states.put("sending a patch", new TaskState.Sending(patch, EXIT_INTENT));
    states.put("sending after a cancel", new TaskState.Sending(again, ENTRY_INTENT));
    states.put("looking up", new TaskState.LookingUp(place, ENTRY_INTENT));
    states.put("cancelling the old", new TaskState.CancellingOld(EXIT_ORDER, OLD, DEADLINE));
    states.put("awaiting the end", new TaskState.AwaitingTerminal(EXIT_ORDER, OLD, OLD, DEADLINE));
    states.put("awaiting release", new TaskState.AwaitingRelease(again));
    states.put("cancelling one", new TaskState.CancellingOne());
    states.put("selecting", new TaskState.SelectingDuplicates(DEADLINE));
    states.put(
        "cancelling several",
        new TaskState.CancellingSeveral(
            new TaskState.WithIds(Set.of(OLD.id(), OTHER.id())),
            Set.of(),
            Set.of(),
            Map.of(),
            List.of(),
            DEADLINE));
    states.put(
        "several requested",
        new TaskState.CancellingSeveral(
            new TaskState.WithIds(Set.of(OLD.id(), OTHER.id())),
            Set.of(OLD.id(), OTHER.id()),
            Set.of(OLD.id(), OTHER.id()),
            Map.of(),
            List.of(OLD, OTHER),
            DEADLINE));
    states.put("ended", new TaskState.Ended());
    return states;
  }

  private static Map<String, TaskInput> inputs() {
    Map<String, TaskInput> inputs = new LinkedHashMap<>();
    inputs.put("the scene", new TaskInput.SceneRead(scene(ledger(), Samples.BTC_ASSET)));
    inputs.put("a scene to refuse", new TaskInput.SceneRead(untraded()));
    inputs.put("the ledger", new TaskInput.LedgerRead(ledger(own(OLD))));
    inputs.put("a ledger of two", new TaskInput.LedgerRead(ledger(own(OLD), own(OTHER))));
    inputs.put("a ledger without it", new TaskInput.LedgerRead(ledger()));
    inputs.put(
        "a ledger where it ended",
        new TaskInput.LedgerRead(ledger(own(with(OLD, OrderStatus.CANCELED, "0")))));
    inputs.put(
        "a ledger where it ends",
        new TaskInput.LedgerRead(ledger(own(with(OLD, OrderStatus.PENDING_CANCEL, "0")))));
    inputs.put(
        "a ledger where it has fills",
        new TaskInput.LedgerRead(ledger(own(with(OLD, OrderStatus.PARTIALLY_FILLED, "0.4")))));
    inputs.put("the open order", read(with(OLD, OrderStatus.PENDING_CANCEL, "0")));
    inputs.put("the ended order", read(with(OLD, OrderStatus.CANCELED, "0")));
    inputs.put("the order, ended with fills", read(with(OLD, OrderStatus.CANCELED, "0.4")));
    inputs.put("the filled order", read(with(OLD, OrderStatus.FILLED, "1")));
    inputs.put("no order", new TaskInput.OrderRead(Optional.empty()));
    inputs.put("written", new TaskInput.IntentWritten());
    inputs.put("accepted", new TaskInput.Accepted(PLACED));
    inputs.put("revoked", new TaskInput.Revoked());
    inputs.put("cancel accepted", new TaskInput.CancelAccepted(OLD.id()));
    inputs.put(
        "cancel rejected",
        new TaskInput.CancelFailed(OLD.id(), failure(Failure.REJECTED, 422, 42210000)));
    inputs.put(
        "cancel lost", new TaskInput.CancelFailed(OLD.id(), failure(Failure.UNRESOLVED, 0, 0)));
    inputs.put("elapsed", new TaskInput.Elapsed());
    inputs.put("unreachable", new TaskInput.Failed(failure(Failure.UNREACHABLE, 0, 0)));
    inputs.put("answer lost", new TaskInput.Failed(failure(Failure.UNRESOLVED, 0, 0)));
    inputs.put("reserved", new TaskInput.Failed(failure(Failure.REJECTED, 403, RESERVED)));
    inputs.put(
        "forbidden",
        new TaskInput.Failed(
            new BrokerException(
                Failure.REJECTED,
                403,
                RESERVED,
                "potential wash trade detected. use complex orders")));
    inputs.put("unprocessable", new TaskInput.Failed(failure(Failure.REJECTED, 422, 42210000)));
    return inputs;
  }

  private static TaskInput read(Order order) {
    return new TaskInput.OrderRead(Optional.of(order));
  }

  private static Map<String, Moment> moments() {
    Map<String, Moment> moments = new LinkedHashMap<>();
    moments.put("", moment(0, CURRENT));
    moments.put("late, ", moment(DEADLINE, CURRENT));
    moments.put("without authority, ", moment(0, GONE));
    ForbiddenOrders forbidden =
        ForbiddenOrders.NONE.with(
            EXIT, FORBIDDEN, new ForbiddenOrders.Signs(Set.of(), Set.of(), ""), -DEADLINE);
    moments.put("forbidden, ", moment(0, CURRENT).with(forbidden));
    return moments;
  }

  @Test
  void everyInputOfEveryStateIsInTheTable() throws IOException {
    assertThat(String.join("\n", table())).isEqualTo(String.join("\n", stored()));
  }

  private static List<String> stored() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                OrderTaskMachineTest.class.getResourceAsStream("/execution/order-task-machine.txt"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  /** A row of another moment is left out where that changes nothing. */
  private static List<String> table() {
    List<String> rows = new ArrayList<>();
    states()
        .forEach(
            (stateName, state) ->
                inputs()
                    .forEach(
                        (inputName, input) -> {
                          String usual = next(state, input, moment(0, CURRENT));
                          moments()
                              .forEach(
                                  (momentName, moment) -> {
                                    String next = next(state, input, moment);
                                    boolean isNew = momentName.isEmpty() || !next.equals(usual);
                                    if (isNew && !next.equals("refused")) {
                                      rows.add(
                                          momentName
                                              + stateName
                                              + " + "
                                              + inputName
                                              + " -> "
                                              + next);
                                    }
                                  });
                        }));
    return rows;
  }

  private static String next(TaskState state, TaskInput input, Moment moment) {
    try {
      return words(MACHINE.on(state, input, moment));
    } catch (IllegalStateException e) {
      return "refused";
    }
  }

  static String words(Step step) {
    return step.state().getClass().getSimpleName()
        + ": "
        + step.effects().stream()
            .map(OrderTaskMachineTest::words)
            .collect(Collectors.joining(", "));
  }

  static String words(TaskEffect effect) {
    if (effect instanceof TaskEffect.WriteIntent write) {
      OrderIntent intent = write.intent();
      return "write intent " + intent.quantity() + " at " + intent.price();
    } else if (effect instanceof TaskEffect.Send send) {
      return "send " + send.intent().clientOrderId();
    } else if (effect instanceof TaskEffect.Cancel cancel) {
      return "cancel #" + cancel.id().split("#")[1];
    } else if (effect instanceof TaskEffect.ReadOrder read) {
      return "read #" + read.id().split("#")[1];
    } else if (effect instanceof TaskEffect.LookUp look) {
      return "look up " + look.clientOrderId();
    } else if (effect instanceof TaskEffect.ReserveCash reserve) {
      return "reserve " + reserve.notional().stripTrailingZeros().toPlainString();
    } else if (effect instanceof TaskEffect.Resolve resolve) {
      return "resolve " + resolve.outcome();
    } else if (effect instanceof TaskEffect.Publish publish) {
      return "publish " + words(publish.event());
    } else if (effect instanceof TaskEffect.Answer answer) {
      return "answer " + words(answer.answer());
    }
    return effect.getClass().getSimpleName();
  }

  static String words(OrderEvent event) {
    return event instanceof OrderEvent.Denied denied
        ? "denied " + denied.reason()
        : event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  static String words(OrderAnswer answer) {
    if (answer instanceof OrderRefusal refused) {
      return refused.kind() + " " + refused.reason();
    }
    return answer instanceof OrderAnswer.Unconfirmed unconfirmed
        ? unconfirmed.orders().size() + " unconfirmed"
        : answer.getClass().getSimpleName();
  }

  // ---- the rows that matter most, by name

  @Test
  void cashIsReservedBeforeTheSceneIsRead() {
    assertThat(words(MACHINE.begin(new OrderTask.Place(ENTRY_ORDER), moment(0, CURRENT))))
        .isEqualTo("Checking: reserve 47.5, ReadScene");
  }

  @Test
  void anUnresolvedEntryKeepsItsReservation() {
    assertThat(
            words(
                MACHINE.begin(new OrderTask.Place(ENTRY_ORDER), moment(0, CURRENT, ENTRY_INTENT))))
        .isEqualTo("Checking: ReadScene");
  }

  @Test
  void theOtherTasksBeginWithTheLedger() {
    Moment now = moment(0, CURRENT);
    assertThat(words(MACHINE.begin(new OrderTask.Cancel(EXIT, OLD.id()), now)))
        .isEqualTo("FindingOrder: ReadLedger");
    assertThat(words(MACHINE.begin(new OrderTask.CancelSurplus(DEADLINE), now)))
        .isEqualTo("SelectingDuplicates: ReadLedger");
    assertThat(
            words(
                MACHINE.begin(new OrderTask.CancelSlots(Set.of(EXIT_SLOT), false, DEADLINE), now)))
        .isEqualTo("CancellingSeveral: ReadLedger");
    assertThat(words(MACHINE.begin(new OrderTask.Cancel(EXIT, OLD.id()), moment(0, GONE))))
        .isEqualTo("Ended: answer STALE stale_generation");
  }

  @Test
  void nothingIsSentOnceTheJournalsDeadlineHasPassed() {
    TaskState writing = states().get("writing");
    assertThat(words(MACHINE.on(writing, new TaskInput.IntentWritten(), moment(DEADLINE, CURRENT))))
        .isEqualTo(
            "Ended: resolve denied, OutdateReads, FreeCash, answer NOT_SENT journal_unavailable");
  }

  @Test
  void afterTheOldOrdersEndOnlyTheRestIsOrderedAndOnItsOwn() {
    Step step =
        MACHINE.on(
            states().get("awaiting the end"),
            inputs().get("the order, ended with fills"),
            moment(0, CURRENT));

    Attempt attempt = ((TaskState.Checking) step.state()).attempt();
    assertThat(attempt.proposal().quantity()).isEqualByComparingTo("0.6");
    assertThat(attempt.proposal().replaced()).isNull();
    assertThat(attempt.purpose()).isEqualTo(Purpose.AFTER_CANCEL);
  }

  @Test
  void aDefectEndsTheTaskAndFreesTheCashItHolds() {
    Set<String> frees = new TreeSet<>();
    states()
        .forEach(
            (name, state) -> {
              String words = words(OrderTaskMachine.broken(state, new RuntimeException("x")));
              assertThat(words).startsWith("Ended: ").endsWith("answer INTERNAL internal");
              if (words.contains("FreeCash")) {
                frees.add(name);
              }
            });
    assertThat(frees)
        .containsExactly(
            "checking",
            "checking after a cancel",
            "looking up",
            "sending",
            "sending after a cancel",
            "writing");
  }

  @Test
  void onlyASentOrderIsUnresolvedWhenTheOrderManagerStops() {
    states()
        .forEach(
            (name, state) ->
                assertThat(OrderTaskMachine.interrupted(state).isUnresolved())
                    .as(name)
                    .isEqualTo(name.startsWith("sending") || name.startsWith("looking")));
  }

  // ---- any sequence of answers

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyTaskEndsWithOneAnswer(long seed) {
    Random random = new Random(seed);
    Set<String> ends = new TreeSet<>();
    for (int n = 0; n < 2_000; n++) {
      ends.add(new RandomTask(random).run());
    }
    assertThat(ends).hasSizeGreaterThan(15);
  }

  /** One task with random answers; the clock goes on by a random time with each. */
  private static final class RandomTask {

    private final Random random;
    private final List<TaskEffect> requests = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final Set<String> sent = new TreeSet<>();
    private final List<String> trace = new ArrayList<>();
    private OrderManagerState journal = OrderManagerState.EMPTY;
    private boolean isCurrent = true;
    private boolean holdsCash;
    private long nanos;
    private OrderAnswer answer;

    RandomTask(Random random) {
      this.random = random;
    }

    String run() {
      Step step = MACHINE.begin(task(), now());
      perform(step);
      while (!(step.state() instanceof TaskState.Ended)) {
        assertThat(requests).as("requests of %s", trace).isNotEmpty();
        TaskEffect request = requests.remove(random.nextInt(requests.size()));
        nanos += random.nextInt(8) == 0 ? 20_000_000_000L : random.nextInt(200_000_000);
        isCurrent &= random.nextInt(12) > 0;
        step = MACHINE.on(step.state(), input(request), now());
        perform(step);
        assertThat(trace).as("a task that does not end").hasSizeLessThan(2_000);
      }
      boolean isUnresolved = answer instanceof OrderRefusal refused && refused.isUnresolved();
      assertThat(holdsCash && !isUnresolved).as("cash kept after %s", trace).isFalse();
      assertThat(requests).allMatch(TaskEffect.Cancel.class::isInstance); // of a passed deadline
      return words(answer);
    }

    private Moment now() {
      return new Moment(nanos, isCurrent ? CURRENT : GONE, journal);
    }

    private OrderTask task() {
      long deadline = random.nextInt(2_000_000_000);
      return switch (random.nextInt(6)) {
        case 0, 1 -> new OrderTask.Place(ENTRY_ORDER);
        case 2 -> new OrderTask.Cancel(EXIT, OLD.id());
        case 3 -> new OrderTask.CancelSurplus(deadline);
        case 4 -> new OrderTask.CancelSlots(Set.of(EXIT_SLOT), random.nextBoolean(), deadline);
        default ->
            new OrderTask.Replace(
                EXIT, OLD.id(), new ReplaceRequest(null, Price.parse("112"), null, null));
      };
    }

    private void perform(Step step) {
      for (TaskEffect effect : step.effects()) {
        trace.add(words(effect));
        assertThat(answer).as("after the answer: %s", trace).isNull();
        if (effect instanceof TaskEffect.WriteIntent write) {
          written.add(write.intent().clientOrderId());
          requests.add(effect);
        } else if (effect instanceof TaskEffect.Send send) {
          String id = send.intent().clientOrderId();
          assertThat(journal.unresolved()).as("durable: %s", trace).containsKey(id);
          assertThat(written).contains(id);
          assertThat(sent.add(id)).as("sent twice: %s", trace).isTrue();
          requests.add(effect);
        } else if (effect instanceof TaskEffect.Resolve resolve) {
          journal =
              journal.on(
                  new OrderJournalEvent.IntentResolved(
                      resolve.intent().clientOrderId(), resolve.outcome(), Samples.AT));
        } else if (effect instanceof TaskEffect.ReserveCash) {
          holdsCash = true;
        } else if (effect instanceof TaskEffect.FreeCash) {
          holdsCash = false;
        } else if (effect instanceof TaskEffect.Answer end) {
          answer = end.answer();
        } else if (!(effect instanceof TaskEffect.OutdateReads
            || effect instanceof TaskEffect.Publish
            || effect instanceof TaskEffect.TellRefusal)) {
          requests.add(effect);
        }
      }
      assertThat(answer != null).isEqualTo(step.state() instanceof TaskState.Ended);
    }

    private TaskInput input(TaskEffect request) {
      if (request instanceof TaskEffect.WriteIntent write) {
        journal = journal.on(new OrderJournalEvent.IntentWritten(write.intent(), Samples.AT));
        return new TaskInput.IntentWritten();
      } else if (request instanceof TaskEffect.Wait) {
        return new TaskInput.Elapsed();
      } else if (request instanceof TaskEffect.Cancel cancel) {
        return random.nextBoolean()
            ? new TaskInput.CancelAccepted(cancel.id())
            : new TaskInput.CancelFailed(cancel.id(), anyFailure());
      } else if (request instanceof TaskEffect.Send && !isCurrent) {
        return new TaskInput.Revoked();
      } else if (random.nextInt(4) == 0) {
        return new TaskInput.Failed(anyFailure());
      }
      return result(request);
    }

    private TaskInput result(TaskEffect request) {
      if (request instanceof TaskEffect.ReadScene) {
        return new TaskInput.SceneRead(
            random.nextInt(5) == 0 ? untraded() : scene(ledger(), Samples.BTC_ASSET));
      } else if (request instanceof TaskEffect.ReadLedger) {
        return any(TaskInput.LedgerRead.class);
      } else if (request instanceof TaskEffect.Send) {
        return new TaskInput.Accepted(PLACED);
      }
      return any(TaskInput.OrderRead.class);
    }

    private TaskInput any(Class<? extends TaskInput> kind) {
      List<TaskInput> some = inputs().values().stream().filter(kind::isInstance).toList();
      return some.get(random.nextInt(some.size()));
    }

    private BrokerException anyFailure() {
      return switch (random.nextInt(4)) {
        case 0 -> failure(Failure.REJECTED, 403, RESERVED);
        case 1 -> failure(Failure.REJECTED, 422, 42210000);
        default -> failure(Failure.values()[random.nextInt(Failure.values().length)], 0, 0);
      };
    }
  }

  /** Writes the table, for a review of its changes. */
  public static void main(String[] arguments) {
    table().forEach(System.out::println);
  }
}

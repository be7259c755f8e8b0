package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.CURRENT;
import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.ENTRY_ORDER;
import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.ENTRY_SLOT;
import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.GONE;
import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.PLACED;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentResolved;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The machine of an order manager alone: every situation with every input.
 *
 * <p>The table is in {@code order-manager-machine.txt}: situation, input, effects and events in
 * their order. A pair that it does not name changes nothing.
 */
class OrderManagerMachineTest {

  private static final ExecutionSettings SETTINGS = Samples.settings();
  private static final OrderManagerMachine MACHINE =
      new OrderManagerMachine(
          BTC, SETTINGS, new OrderTaskMachine(BTC, OrderOrigin.untagged(Samples.US), SETTINGS));
  private static final OrderTask PLACE = new OrderTask.Place(ENTRY_ORDER);
  private static final OrderTask CANCEL =
      new OrderTask.CancelSlots(Set.of(ENTRY_SLOT), false, Long.MAX_VALUE);
  private static final OrderIntent INTENT =
      ENTRY_ORDER.draft().numbered(2, "mdx-abc123-BTCUSD-b-a-e-3-2");
  private static final String ID = INTENT.clientOrderId();

  /** Of which request the answer is. */
  private record Named(String name) implements Requester {}

  /** An order manager at one moment. */
  private record Situation(
      OrderManagerWork work, OrderManagerState journal, PositionLedger seen, boolean isCancelled) {

    static final Situation NEW =
        new Situation(OrderManagerWork.NONE, OrderManagerState.EMPTY, null, false);

    Situation seeing(PositionLedger ledger) {
      return new Situation(work, journal, ledger, isCancelled);
    }

    Situation unresolved() {
      return new Situation(
          work, journal.on(new IntentWritten(INTENT, Samples.AT)), seen, isCancelled);
    }

    Situation accepted() {
      return new Situation(
          work,
          journal.on(new IntentResolved(ID, IntentOutcome.ACCEPTED, Samples.AT)),
          seen,
          isCancelled);
    }

    Situation cancelled() {
      return new Situation(work, journal, seen, true);
    }

    Situation after(OrderManagerInput... inputs) {
      OrderManagerWork next = work;
      for (OrderManagerInput input : inputs) {
        next = MACHINE.on(next, input, surroundings()).work();
      }
      return new Situation(next, journal, seen, isCancelled);
    }

    OrderManagerStep on(OrderManagerInput input) {
      return MACHINE.on(work, input, surroundings());
    }

    private Surroundings surroundings() {
      LedgerSnapshot newest = seen == null ? null : new LedgerSnapshot(2, seen);
      Authorities authorities = isCancelled ? CANCELLED : CURRENT;
      return new Surroundings(
          new Moment(0, authorities, journal), Samples.AT, newest, false, false, "");
    }
  }

  static final Authorities CANCELLED = new Cancelled();

  /** No generation may order; the orders of every slot were cancelled. */
  private static final class Cancelled implements Authorities {

    @Override
    public boolean isCurrent(WatcherAuthority authority) {
      return GONE.isCurrent(authority);
    }

    @Override
    public Optional<WatcherAuthority> current(SlotId slot) {
      return Optional.empty();
    }

    @Override
    public boolean isLeft(OwnOrder own) {
      return true;
    }

    @Override
    public boolean areExitOrdersKept() {
      return false;
    }

    @Override
    public boolean isCancelled(SlotId slot) {
      return true;
    }

    @Override
    public boolean isPaused(SlotId slot) {
      return false;
    }

    @Override
    public boolean isClaimed(Symbol symbol) {
      return false;
    }
  }

  private static OrderManagerInput submitted(OrderTask task, String name) {
    return new OrderManagerInput.Submitted(task, new Named(name));
  }

  private static OrderManagerInput elapsed(OrderManagerTimer timer) {
    return new OrderManagerInput.Elapsed(timer);
  }

  private static OrderManagerInput scene() {
    return new OrderManagerInput.TaskAnswered(
        1,
        new TaskInput.SceneRead(
            OrderTaskMachineTest.scene(OrderTaskMachineTest.ledger(), Samples.BTC_ASSET)));
  }

  private static OrderManagerInput answered(long task, TaskInput input) {
    return new OrderManagerInput.TaskAnswered(task, input);
  }

  private static Order order(OrderStatus status, String filled) {
    return Samples.order(ID, ENTRY_SLOT, 9, "0.5", filled, "95", status);
  }

  private static PositionLedger ledger(OrderStatus status, String filled) {
    return OrderTaskMachineTest.ledger(new OwnOrder(ENTRY_SLOT, 3, order(status, filled)));
  }

  private static Map<String, Situation> situations() {
    Map<String, Situation> all = new LinkedHashMap<>();
    Situation idle =
        Situation.NEW
            .seeing(OrderTaskMachineTest.ledger())
            .after(
                new OrderManagerInput.Recovered(
                    new LedgerSnapshot(1, OrderTaskMachineTest.ledger())));
    Situation running = idle.after(submitted(PLACE, "first"));
    Situation writing = running.after(scene());
    Situation sending =
        writing
            .unresolved()
            .after(new OrderManagerInput.Written(List.of(new IntentWritten(INTENT, Samples.AT))));
    Situation lookingUp =
        sending
            .after(answered(1, failed()), answered(1, new TaskInput.OrderRead(Optional.empty())))
            .after(new OrderManagerInput.TaskDone(1));
    all.put("idle", idle);
    all.put("a task runs", running);
    all.put("a second task waits", running.after(submitted(PLACE, "second")));
    all.put("the intent is written", writing);
    all.put("the order is sent", sending);
    all.put(
        "the task is answered",
        sending.after(answered(1, new TaskInput.Accepted(PLACED))).accepted());
    all.put("an intent is looked up", lookingUp);
    all.put("an intent may be absent", lookingUp.after(elapsed(new OrderManagerTimer.Absence(ID))));
    all.put("an observation is read", idle.after(new OrderManagerInput.ChangeExpected()));
    all.put("an order rests", idle.unresolved().accepted().seeing(ledger(OrderStatus.NEW, "0")));
    all.put(
        "an order has ended",
        idle.unresolved().accepted().seeing(ledger(OrderStatus.CANCELED, "0")));
    Situation late =
        lookingUp
            .cancelled()
            .after(new OrderManagerInput.Found(INTENT, order(OrderStatus.NEW, "0")));
    all.put("a late order is cancelled", late.accepted());
    all.put(
        "the cancel of a late order is not confirmed",
        late.accepted()
            .after(
                new OrderManagerInput.TaskDone(2),
                new OrderManagerInput.CancelledAgain(
                    new OrderAnswer.Unconfirmed(List.of(order(OrderStatus.NEW, "0"))))));
    all.put(
        "the cancel of a stopped slot is not confirmed",
        idle.seeing(ledger(OrderStatus.NEW, "0"))
            .cancelled()
            .after(
                submitted(new OrderTask.CancelSlots(Set.of(ENTRY_SLOT), false, 0), "cancel"),
                answered(1, new TaskInput.LedgerRead(ledger(OrderStatus.NEW, "0"))),
                answered(
                    1, new TaskInput.CancelFailed(order(OrderStatus.NEW, "0").id(), limited())),
                new OrderManagerInput.TaskDone(1)));
    return all;
  }

  private static BrokerException limited() {
    return OrderTaskMachineTest.failure(Failure.RATE_LIMITED, 429, 0);
  }

  private static TaskInput failed() {
    return new TaskInput.Failed(OrderTaskMachineTest.failure(Failure.UNRESOLVED, 0, 0));
  }

  private static Map<String, OrderManagerInput> inputs() {
    Map<String, OrderManagerInput> all = new LinkedHashMap<>();
    all.put("a task", submitted(PLACE, "new"));
    all.put("a cancel of slots", submitted(CANCEL, "cancel"));
    all.put("released", new OrderManagerInput.Released(ENTRY_SLOT));
    all.put("a change", new OrderManagerInput.ChangeExpected());
    all.put(
        "recovered",
        new OrderManagerInput.Recovered(new LedgerSnapshot(1, OrderTaskMachineTest.ledger())));
    all.put("resumed", new OrderManagerInput.Resumed());
    all.put("interrupted", new OrderManagerInput.Interrupted());
    all.put("the scene", scene());
    all.put("an answer to another task", answered(7, new TaskInput.Elapsed()));
    all.put("a defect", new OrderManagerInput.TaskBroken(1, new IllegalStateException("x")));
    all.put("accepted", answered(1, new TaskInput.Accepted(PLACED)));
    all.put(
        "the intent is durable",
        new OrderManagerInput.Written(List.of(new IntentWritten(INTENT, Samples.AT))));
    all.put("the first task is done", new OrderManagerInput.TaskDone(1));
    all.put("found", new OrderManagerInput.LookedUp(ID, Optional.of(order(OrderStatus.NEW, "0"))));
    all.put("not found", new OrderManagerInput.LookedUp(ID, Optional.empty()));
    all.put(
        "lookup failed", new OrderManagerInput.LookupFailed(ID, new IllegalStateException("x")));
    all.put("lookup due", elapsed(new OrderManagerTimer.NextLookup(ID)));
    all.put("absence allowed", elapsed(new OrderManagerTimer.Absence(ID)));
    all.put(
        "the found order is durable",
        new OrderManagerInput.Found(INTENT, order(OrderStatus.NEW, "0")));
    all.put("cancel of late orders due", elapsed(new OrderManagerTimer.CancelAgain()));
    all.put(
        "late order ended",
        new OrderManagerInput.CancelledAgain(new OrderAnswer.Unconfirmed(List.of())));
    all.put(
        "an unwanted order is still open",
        new OrderManagerInput.CancelledAgain(
            new OrderAnswer.Unconfirmed(List.of(order(OrderStatus.NEW, "0")), List.of("no"))));
    all.put("a cancel is owed", new OrderManagerInput.CancelsOwed());
    all.put("observation due", elapsed(new OrderManagerTimer.NextObservation()));
    all.put(
        "a fill",
        new OrderManagerInput.AccountRead(
            new LedgerSnapshot(3, ledger(OrderStatus.PARTIALLY_FILLED, "0.2"))));
    all.put(
        "no news",
        new OrderManagerInput.AccountRead(new LedgerSnapshot(1, OrderTaskMachineTest.ledger())));
    all.put("unread", new OrderManagerInput.AccountUnread(new IllegalStateException("x")));
    all.put(
        "the symbol is frozen",
        new OrderManagerInput.PositionCompared(
            OrderTaskMachineTest.ledger().symbolLedger(BTC), true));
    return all;
  }

  @Test
  void everyInputOfEverySituationIsInTheTable() throws IOException {
    assertThat(String.join("\n", table())).isEqualTo(String.join("\n", stored()));
  }

  private static List<String> stored() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                OrderManagerMachineTest.class.getResourceAsStream(
                    "/execution/order-manager-machine.txt"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static List<String> table() {
    List<String> rows = new ArrayList<>();
    Map<String, OrderManagerInput> inputs = inputs();
    situations()
        .forEach(
            (name, situation) ->
                inputs.forEach(
                    (inputName, input) -> {
                      OrderManagerStep step = situation.on(input);
                      boolean isNothing =
                          step.work().equals(situation.work())
                              && step.effects().isEmpty()
                              && step.events().isEmpty();
                      if (!isNothing) {
                        rows.add(name + " + " + inputName + " -> " + words(step));
                      }
                    }));
    return rows;
  }

  private static String words(OrderManagerStep step) {
    List<String> words =
        new ArrayList<>(step.effects().stream().map(OrderManagerMachineTest::words).toList());
    step.events().forEach(event -> words.add("journal " + event.getClass().getSimpleName()));
    return words.isEmpty() ? "-" : words.stream().collect(Collectors.joining(", "));
  }

  static String words(OrderManagerEffect effect) {
    if (effect instanceof OrderManagerEffect.OfTask of) {
      return of.task() + ":" + OrderTaskMachineTest.words(of.request());
    } else if (effect instanceof OrderManagerEffect.Plain plain) {
      return OrderTaskMachineTest.words(plain.effect());
    } else if (effect instanceof OrderManagerEffect.StartTimer start) {
      return "timer " + start.timer().getClass().getSimpleName() + " " + start.time();
    } else if (effect instanceof OrderManagerEffect.Answer answer) {
      return "answer "
          + (answer.requester() instanceof Named named ? named.name() + ": " : "")
          + OrderTaskMachineTest.words(answer.answer());
    } else if (effect instanceof OrderManagerEffect.Continue next) {
      return "then "
          + (next.input() instanceof OrderManagerInput.Elapsed timer
              ? timer.timer().getClass().getSimpleName()
              : next.input().getClass().getSimpleName());
    } else if (effect instanceof OrderManagerEffect.CountUnresolved count) {
      return "count " + count.intents();
    }
    return effect.getClass().getSimpleName();
  }

  // ---- the rows that matter most, by name

  @Test
  void theBaselineIsReadBeforeTheFirstOrderAndShowsNoFill() {
    OrderManagerStep step =
        Situation.NEW.on(
            new OrderManagerInput.Recovered(
                new LedgerSnapshot(1, ledger(OrderStatus.PARTIALLY_FILLED, "0.2"))));
    assertThat(words(step))
        .isEqualTo(
            "count 0, ShowCallerIds, ComparePosition, timer NextObservation PT1S, then Resumed");
  }

  /** One alert for all repetitions; the pauses grow up to a minute, and a confirmation ends it. */
  @Test
  void aCancelThatIsNotConfirmedIsRepeatedWithGrowingPausesAndToldOnce() {
    Situation owed = situations().get("the cancel of a stopped slot is not confirmed");
    assertThat(words(owed.on(inputs().get("a cancel is owed"))))
        .isEqualTo("timer CancelAgain PT0.5S");
    List<String> seen = new ArrayList<>();
    for (int task = 2; task < 13; task++) {
      owed = owed.after(elapsed(new OrderManagerTimer.CancelAgain()));
      assertThat(owed.work().tasks().running().task())
          .isEqualTo(new OrderTask.CancelAgain(Set.of(ENTRY_SLOT)));
      seen.add(words(owed.on(inputs().get("an unwanted order is still open"))));
      owed =
          owed.after(
              inputs().get("an unwanted order is still open"), new OrderManagerInput.Interrupted());
    }
    assertThat(seen.subList(0, 3))
        .containsExactly(
            "timer CancelAgain PT1S",
            "publish alert, timer CancelAgain PT2S",
            "timer CancelAgain PT4S");
    assertThat(seen).last().isEqualTo("timer CancelAgain PT1M");
    Situation ended =
        owed.after(
            elapsed(new OrderManagerTimer.CancelAgain()),
            inputs().get("late order ended"),
            new OrderManagerInput.Interrupted());
    assertThat(words(ended.on(inputs().get("resumed")))).isEqualTo("-");
  }

  /** A 429 that names a time is obeyed, however long the pause of the cancels is by then. */
  @Test
  void noCancelIsRepeatedBeforeTheTimeThatTheBrokerHasNamed() {
    Situation owed = situations().get("the cancel of a stopped slot is not confirmed");
    OrderManagerStep step =
        MACHINE.on(
            owed.work(),
            inputs().get("a cancel is owed"),
            new Surroundings(
                limited(owed, Duration.ofSeconds(30)), Samples.AT, null, false, false, ""));

    assertThat(words(step)).isEqualTo("timer CancelAgain PT30S");
  }

  private static Moment limited(Situation situation, Duration retryAfter) {
    Authorities authorities = situation.isCancelled() ? CANCELLED : CURRENT;
    return new Moment(0, authorities, situation.journal(), ForbiddenOrders.NONE, retryAfter);
  }

  @Test
  void aStopWaitsForTheTimeThatTheBrokerHasNamedIfItsOwnTimeAllows() {
    Situation stopped = situations().get("idle").seeing(ledger(OrderStatus.NEW, "0")).cancelled();
    long deadline = Duration.ofSeconds(20).toNanos();
    stopped =
        stopped.after(
            submitted(new OrderTask.CancelSlots(Set.of(ENTRY_SLOT), false, deadline), "cancel"),
            answered(1, new TaskInput.LedgerRead(ledger(OrderStatus.NEW, "0"))));
    OrderManagerInput refused =
        answered(1, new TaskInput.CancelFailed(order(OrderStatus.NEW, "0").id(), limited()));

    assertThat(words(limited(stopped, refused, Duration.ofSeconds(12))))
        .endsWith("timer Pause PT12S");
    assertThat(words(limited(stopped, refused, Duration.ofSeconds(30))))
        .as("the cancel is owed beyond it")
        .endsWith("timer Pause PT0.1S");
  }

  private static OrderManagerStep limited(
      Situation situation, OrderManagerInput input, Duration retryAfter) {
    return MACHINE.on(
        situation.work(),
        input,
        new Surroundings(limited(situation, retryAfter), Samples.AT, null, false, false, ""));
  }

  @Test
  void aWatchersCancelIsNotSentBeforeTheTimeThatTheBrokerHasNamed() {
    Situation idle = situations().get("idle");
    OrderManagerStep step =
        limited(
            idle,
            submitted(new OrderTask.Cancel(OrderTaskMachineTest.EXIT, "x"), "cancel"),
            Duration.ofSeconds(12));

    assertThat(words(step)).startsWith("answer cancel: NOT_SENT rate_limited");
  }

  @Test
  void aFullQueueRefusesATaskAndNothingElse() {
    Situation full = situations().get("a task runs");
    for (int n = 0; n < SETTINGS.orders().queueLimit(); n++) {
      full = full.after(submitted(PLACE, "waiting"));
    }
    assertThat(words(full.on(submitted(PLACE, "one too many"))))
        .isEqualTo("answer one too many: NOT_SENT busy");
    assertThat(full.on(submitted(PLACE, "one too many")).work()).isEqualTo(full.work());
  }

  @Test
  void theCancelOfAStoppedSlotGoesFirst() {
    Situation waiting = situations().get("a second task waits").after(submitted(CANCEL, "cancel"));
    assertThat(waiting.work().tasks().waiting())
        .extracting(TaskQueue.Waiting::task)
        .containsExactly(CANCEL, PLACE);
  }

  @Test
  void aChangeReportedDuringAnObservationIsObservedAgain() {
    Situation read =
        situations()
            .get("an observation is read")
            .after(new OrderManagerInput.ChangeExpected(), inputs().get("a fill"));
    assertThat(words(read.on(inputs().get("observation due")))).isEqualTo("ReadAccount");
  }

  @Test
  void anObservationWithoutNewsOrAnswerIsRepeated() {
    Situation read = situations().get("an observation is read");
    for (String input : List.of("no news", "unread", "recovered")) {
      assertThat(words(read.after(inputs().get(input)).on(inputs().get("observation due"))))
          .as(input)
          .isEqualTo("ReadAccount");
    }
  }

  @Test
  void whileTheTradeStreamReportsAnOpenOrderIsObservedRarely() {
    OrderManagerWork work = situations().get("idle").after(inputs().get("a fill")).work();
    long interval = SETTINGS.reads().observationIntervalWithStream().toNanos();
    OrderManagerInput due = inputs().get("observation due");

    assertThat(words(MACHINE.on(work, due, streamed(interval - 1))))
        .isEqualTo("timer NextObservation " + SETTINGS.reads().observationInterval());
    assertThat(words(MACHINE.on(work, due, streamed(interval)))).isEqualTo("ReadAccount");
  }

  private static Surroundings streamed(long nanos) {
    return new Surroundings(
        new Moment(nanos, CURRENT, OrderManagerState.EMPTY), Samples.AT, null, true, false, "");
  }

  /** Writes the table, for a review of its changes. */
  public static void main(String[] arguments) {
    table().forEach(System.out::println);
  }
}

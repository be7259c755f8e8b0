package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The machine of an order manager after any sequence of tasks, answers, timers, failures of the
 * journal and crashes (promise P10): at most one task runs, an unresolved intent is looked up until
 * its outcome is known, and its slot sends nothing until then.
 */
class OrderManagerSequenceTest {

  private static final ExecutionSettings SETTINGS = Samples.settings();
  private static final OrderManagerMachine MACHINE =
      new OrderManagerMachine(
          BTC, SETTINGS, new OrderTaskMachine(BTC, OrderOrigin.untagged(Samples.US), SETTINGS));
  private static final SlotId ENTRY = A.slot(Slot.ENTRY);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void p10HoldsInAnySequence(long seed) {
    Random random = new Random(seed);
    Set<String> seen = new TreeSet<>();
    for (int n = 0; n < 80; n++) {
      seen.addAll(new RandomLife(random).play());
    }
    assertThat(seen)
        .as("enough has happened")
        .contains(
            "sent", "found", "absent", "accepted", "journal failed", "crashed", "late cancelled");
  }

  private static final class Caller implements Requester {
    private int answers;
  }

  /** One order manager with a broker, a journal and a mailbox. */
  private static final class RandomLife {

    private final Random random;
    private final Set<String> seen = new TreeSet<>();
    private final List<String> trace = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();
    private final Deque<OrderManagerInput> mailbox = new ArrayDeque<>();
    private final List<OrderManagerEffect.Request> requests = new ArrayList<>();
    private final Map<OrderManagerTimer, Long> timers = new LinkedHashMap<>();
    private final Map<String, Order> atBroker = new TreeMap<>();
    private final Map<String, TaskInput> sent = new TreeMap<>(); // with the broker's answers
    private OrderManagerWork work = OrderManagerWork.NONE;
    private OrderManagerState journal = OrderManagerState.EMPTY;
    private boolean isCurrent = true;
    private boolean isCalm;
    private PositionLedger ledger = OrderTaskMachineTest.ledger();
    private long sequence;
    private long nanos;

    RandomLife(Random random) {
      this.random = random;
    }

    Set<String> play() {
      handle(new OrderManagerInput.Recovered(snapshot()));
      for (int n = 0; n < 150; n++) {
        act();
      }
      isCalm = true;
      for (int n = 0; n < 3_000 && !isDone(); n++) {
        next();
      }
      assertThat(isDone()).as(() -> "still at work after " + trace).isTrue();
      return seen;
    }

    private boolean isDone() {
      return journal.unresolved().isEmpty()
          && work.tasks().running() == null
          && work.tasks().waiting().isEmpty()
          && callers.stream().allMatch(caller -> caller.answers == 1);
    }

    private void act() {
      switch (random.nextInt(24)) {
        case 0, 1, 2 -> submit();
        case 3 -> mailbox.add(new OrderManagerInput.ChangeExpected());
        case 4 -> isCurrent = random.nextBoolean();
        case 5 -> fail();
        case 6 -> crash();
        default -> next();
      }
    }

    private void submit() {
      Caller caller = new Caller();
      callers.add(caller);
      OrderTask task =
          random.nextInt(4) == 0
              ? new OrderTask.CancelSlots(Set.of(ENTRY), false, nanos + 1_000_000_000)
              : new OrderTask.Place(OrderTaskMachineTest.ENTRY_ORDER);
      mailbox.add(new OrderManagerInput.Submitted(task, caller));
    }

    /** The journal fails: the actor restarts with its queue. */
    private void fail() {
      if (random.nextInt(4) == 0) {
        seen.add("journal failed");
        handle(new OrderManagerInput.Interrupted());
        handle(new OrderManagerInput.Recovered(null));
      }
    }

    /** The program dies and starts again: only journal and broker remain. */
    private void crash() {
      if (random.nextInt(4) == 0) {
        seen.add("crashed");
        mailbox.clear();
        requests.clear();
        timers.clear();
        callers.clear();
        work = OrderManagerWork.NONE;
        handle(new OrderManagerInput.Recovered(snapshot()));
      }
    }

    /** One of the mailbox, the requests and the timers goes on. */
    private void next() {
      int choice = random.nextInt(3);
      if (choice == 0 && !requests.isEmpty()) {
        mailbox.add(answer(requests.remove(random.nextInt(requests.size()))));
      } else if (choice == 1 && !timers.isEmpty()) {
        OrderManagerTimer timer = earliest();
        nanos = Math.max(nanos, timers.remove(timer));
        mailbox.add(new OrderManagerInput.Elapsed(timer));
      } else if (!mailbox.isEmpty()) {
        handle(mailbox.remove());
      }
    }

    private OrderManagerTimer earliest() {
      return timers.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private void handle(OrderManagerInput input) {
      trace.add(input.getClass().getSimpleName());
      TaskQueue before = work.tasks();
      OrderManagerStep step = MACHINE.on(work, input, surroundings());
      checkRepetition(step, MACHINE.on(work, input, surroundings()));
      work = step.work();
      checkTasks(before, input);
      step.effects().forEach(this::perform);
      step.events().forEach(this::write);
      if (!(input instanceof OrderManagerInput.Interrupted)) { // until its recovery
        checkLookups();
      }
    }

    /** The machine keeps nothing: the same input gives the same step. */
    private static void checkRepetition(OrderManagerStep step, OrderManagerStep again) {
      assertThat(again.work().equals(step.work())).isTrue();
      assertThat(again.events().equals(step.events())).isTrue();
      assertThat(again.effects().stream().map(OrderManagerMachineTest::words))
          .containsExactlyElementsOf(
              step.effects().stream().map(OrderManagerMachineTest::words).toList());
    }

    /** The next task begins after the end of the one before. */
    private void checkTasks(TaskQueue before, OrderManagerInput input) {
      boolean isOver =
          before.running() == null
              || input instanceof OrderManagerInput.TaskDone
              || input instanceof OrderManagerInput.Interrupted;
      if (!isOver) {
        assertThat(work.tasks().running().number())
            .as(() -> "a second task after " + trace)
            .isEqualTo(before.running().number());
      }
    }

    /** Every unresolved intent belongs to the running task or is looked up. */
    private void checkLookups() {
      for (OrderIntent intent : journal.unresolved().values()) {
        TaskQueue.Running running = work.tasks().running();
        boolean isOfTask = running != null && running.task() instanceof OrderTask.Place;
        assertThat(isOfTask || work.lookups().isBegun(intent.clientOrderId()))
            .as(() -> "lookup of " + intent.clientOrderId() + " after " + trace)
            .isTrue();
      }
    }

    private void write(OrderJournalEvent event) {
      if (event instanceof OrderJournalEvent.IntentWritten written) {
        assertThat(journal.unresolved().values())
            .as(() -> "an intent behind an unresolved one after " + trace)
            .noneMatch(other -> other.slot().equals(written.intent().slot()));
      } else if (event instanceof OrderJournalEvent.IntentResolved resolved) {
        seen.add(resolved.outcome().toString());
        assertThat(
                resolved.outcome().toString().equals("absent")
                    && atBroker.containsKey(resolved.clientOrderId()))
            .as(() -> "absent, but at the broker: " + trace)
            .isFalse();
      }
      journal = journal.on(event);
    }

    private void perform(OrderManagerEffect effect) {
      trace.add(OrderManagerMachineTest.words(effect));
      if (effect instanceof OrderManagerEffect.Request request) {
        requests.add(request);
        if (request instanceof OrderManagerEffect.OfTask of) {
          checkRequest(of);
        }
      } else if (effect instanceof OrderManagerEffect.StartTimer start) {
        timers.put(start.timer(), nanos + start.time().toNanos());
      } else if (effect instanceof OrderManagerEffect.Answer answer) {
        assertThat(++((Caller) answer.requester()).answers)
            .as(() -> "answers, " + trace)
            .isEqualTo(1);
      } else if (effect instanceof OrderManagerEffect.Continue next) {
        seen.addAll(next.input() instanceof OrderManagerInput.Found ? Set.of("found") : Set.of());
        seen.addAll(
            next.input() instanceof OrderManagerInput.CancelledAgain
                ? Set.of("late cancelled")
                : Set.of());
        mailbox.add(next.input());
      }
    }

    private void checkRequest(OrderManagerEffect.OfTask of) {
      assertThat(of.task()).isEqualTo(work.tasks().running().number());
      if (of.request() instanceof TaskEffect.Send send) {
        String id = send.intent().clientOrderId();
        assertThat(journal.unresolved()).as(() -> "durable intents, " + trace).containsOnlyKeys(id);
        assertThat(sent.put(id, send(send.intent()))).as(() -> "sent twice: " + trace).isNull();
        seen.add("sent");
      }
    }

    // ---- the broker

    private OrderManagerInput answer(OrderManagerEffect.Request request) {
      if (request instanceof OrderManagerEffect.OfTask of) {
        return new OrderManagerInput.TaskAnswered(of.task(), input(of.request()));
      } else if (request instanceof OrderManagerEffect.LookUpOrder look) {
        return fails()
            ? new OrderManagerInput.LookupFailed(look.clientOrderId(), failure())
            : new OrderManagerInput.LookedUp(look.clientOrderId(), order(look.clientOrderId()));
      } else if (request instanceof OrderManagerEffect.ReadAccount) {
        return fails()
            ? new OrderManagerInput.AccountUnread(failure())
            : new OrderManagerInput.AccountRead(snapshot());
      }
      return new OrderManagerInput.PositionCompared(
          ((OrderManagerEffect.ComparePosition) request).ledger(), random.nextInt(9) == 0);
    }

    private TaskInput input(TaskEffect.Request request) {
      if (request instanceof TaskEffect.Send send) {
        return sent.get(send.intent().clientOrderId());
      } else if (request instanceof TaskEffect.Cancel cancel) {
        return cancel(cancel.id());
      } else if (fails()) {
        return new TaskInput.Failed(failure());
      } else if (request instanceof TaskEffect.LookUp look) {
        return new TaskInput.OrderRead(order(look.clientOrderId()));
      } else if (request instanceof TaskEffect.ReadLedger) {
        return new TaskInput.LedgerRead(ledger());
      }
      return new TaskInput.SceneRead(OrderTaskMachineTest.scene(ledger(), Samples.BTC_ASSET));
    }

    /** The order arrives at once or not at all, and its answer later or not at all. */
    private TaskInput send(OrderIntent intent) {
      if (!isCurrent) {
        return new TaskInput.Revoked();
      } else if (random.nextInt(3) == 0) {
        return new TaskInput.Failed(failure());
      }
      Order order = order(intent, OrderStatus.NEW);
      atBroker.put(intent.clientOrderId(), order);
      return fails() ? new TaskInput.Failed(failure()) : new TaskInput.Accepted(order);
    }

    private TaskInput cancel(String id) {
      if (fails()) {
        return new TaskInput.CancelFailed(id, failure());
      }
      atBroker.replaceAll((name, order) -> order.id().equals(id) ? ended(name) : order);
      return new TaskInput.CancelAccepted(id);
    }

    private Order order(OrderIntent intent, OrderStatus status) {
      return Samples.order(
          intent.clientOrderId(), ENTRY, (int) intent.n(), "0.5", "0", "95", status);
    }

    private Order ended(String clientOrderId) {
      int n = Integer.parseInt(clientOrderId.substring(clientOrderId.lastIndexOf('-') + 1));
      return Samples.order(clientOrderId, ENTRY, n, "0.5", "0", "95", OrderStatus.CANCELED);
    }

    private Optional<Order> order(String clientOrderId) {
      return Optional.ofNullable(atBroker.get(clientOrderId));
    }

    private boolean fails() {
      return !isCalm && random.nextInt(4) == 0;
    }

    private static BrokerException failure() {
      return OrderTaskMachineTest.failure(Failure.UNRESOLVED, 0, 0);
    }

    private LedgerSnapshot snapshot() {
      return new LedgerSnapshot(++sequence, ledger());
    }

    private PositionLedger ledger() {
      ledger =
          ledger.after(
              ledger.positions().stream().toList(),
              atBroker.values().stream().map(order -> new OwnOrder(ENTRY, 3, order)).toList(),
              List.of(),
              Set.of());
      return ledger;
    }

    private Surroundings surroundings() {
      Authorities authorities =
          isCurrent ? OrderTaskMachineTest.CURRENT : OrderManagerMachineTest.CANCELLED;
      return new Surroundings(
          new Moment(nanos, authorities, journal), Samples.AT, null, false, false, "");
    }
  }
}

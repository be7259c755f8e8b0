package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.OrderManagerEffect;
import dev.maxdiff.execution.decisions.OrderManagerInput;
import dev.maxdiff.execution.decisions.OrderManagerMachine;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderManagerStep;
import dev.maxdiff.execution.decisions.OrderManagerTimer;
import dev.maxdiff.execution.decisions.OrderManagerWork;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.Requester;
import dev.maxdiff.execution.decisions.TaskDecisions;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.upstream.BrokerAnswers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * An {@link OrderManager} on virtual time: the shipped machine and effects; the ports replace the
 * actor's mailbox, timers and journal.
 */
public final class SimulatedOrderManager {

  private static final class Caller implements Requester {
    private OrderAnswer answer;
  }

  private final Symbol symbol;
  private final GatewayContext context;
  private final SimulationPorts ports;
  private final BooleanSupplier isAlive;
  private final OrderManagerMachine machine;
  private final EffectPerformer performer;

  /**
   * Inputs and writes. The answer of a task may be sent, and the runtime may die, before they are
   * handled.
   */
  private final Deque<Runnable> mailbox = new ArrayDeque<>();

  private final Map<OrderManagerTimer, Long> timers = new HashMap<>(); // the newest start of each
  private OrderManagerWork work = OrderManagerWork.NONE;
  private long starts;
  private boolean isHandling;

  /**
   * {@link #recover} follows.
   *
   * @param tasks the decisions of its tasks, usually an {@code OrderTaskMachine}
   * @param isAlive whether the runtime still lives; timers of a dead one have no effect
   */
  public SimulatedOrderManager(
      Symbol symbol,
      GatewayContext context,
      TaskDecisions tasks,
      SimulationPorts ports,
      BooleanSupplier isAlive) {
    this.symbol = symbol;
    this.context = context;
    this.ports = ports;
    this.isAlive = isAlive;
    this.machine = new OrderManagerMachine(symbol, context.settings(), tasks);
    this.performer = new EffectPerformer(symbol, context);
  }

  /** Recovers from the journal, once; time passes, and other parts act meanwhile. */
  public void recover() {
    tell(new OrderManagerInput.Recovered(context.upstream().last().orElse(null)));
  }

  /** Sends an input to the account that this order manager uses. */
  public void tellAccount(AccountInput input) {
    context.account().tell(input);
  }

  /** Runs the task to its end; the caller waits in virtual time. */
  public OrderAnswer run(OrderTask task) {
    handleAll();
    Caller caller = new Caller();
    mailbox.add(() -> handle(new OrderManagerInput.Submitted(task, caller)));
    while (caller.answer == null) {
      handleNext();
    }
    later(Duration.ZERO, this::handleAll);
    return caller.answer;
  }

  /** Cancels the orders of the slot, as {@link OrderCancellation}; a late one is cancelled, too. */
  public OrderAnswer cancelOrders(SlotId slot, Duration patience) {
    context.tokens().cancelled(slot);
    long deadline = ports.time().nanoTime() + patience.toNanos();
    return run(new OrderTask.CancelSlots(Set.of(slot), false, deadline));
  }

  /** Cancels the entry orders of paused slots, those of current generations included. */
  public void cancelPausedEntries(Set<SlotId> slots, Duration patience) {
    run(new OrderTask.CancelSlots(slots, true, ports.time().nanoTime() + patience.toNanos()));
  }

  /** As {@link OrderManager.Observe}. */
  public void observe() {
    tell(new OrderManagerInput.ChangeExpected());
  }

  /** As {@link OrderManager.Release}. */
  public void release(SlotId slot) {
    tell(new OrderManagerInput.Released(slot));
  }

  private void tell(OrderManagerInput input) {
    mailbox.add(() -> handle(input));
    handleAll();
  }

  private void handleAll() {
    while (!isHandling && !mailbox.isEmpty()) {
      handleNext();
    }
  }

  private void handleNext() {
    if (isHandling) {
      throw new IllegalStateException(symbol + " handles another input");
    }
    isHandling = true;
    try {
      mailbox.remove().run();
    } finally {
      isHandling = false;
    }
  }

  private String asker(OrderManagerEffect.Request request) {
    return request instanceof OrderManagerEffect.OfTask ? slots(work.tasks().running().task()) : "";
  }

  private String slots(OrderTask task) {
    if (task instanceof OrderTask.Place place) {
      return place.order().slot().toString();
    } else if (task instanceof OrderTask.Replace replace) {
      return replace.authority().slot().toString();
    } else if (task instanceof OrderTask.Cancel cancel) {
      return cancel.authority().slot().toString();
    } else if (task instanceof OrderTask.CancelSlots cancel) {
      return slots(cancel.slots());
    } else if (task instanceof OrderTask.CancelAgain again) {
      return slots(again.slots());
    }
    return symbol.text();
  }

  private static String slots(Set<SlotId> slots) {
    return slots.stream().map(SlotId::toString).collect(Collectors.joining(","));
  }

  private void handle(OrderManagerInput input) {
    long nanos = ports.time().nanoTime();
    OrderManagerStep step = machine.on(work, input, performer.surroundings(state(), nanos));
    work = step.work();
    step.effects().forEach(this::perform);
    if (!step.events().isEmpty()) {
      mailbox.addFirst(() -> ports.journal().write(symbol, step.events()));
    }
  }

  private OrderManagerState state() {
    return ports.journal().state(symbol);
  }

  private void perform(OrderManagerEffect effect) {
    if (effect instanceof OrderManagerEffect.Request request) {
      OrderManagerInput answer =
          ports
              .scope()
              .within(asker(request), () -> performer.begin(request).toCompletableFuture().join());
      failIfDead(answer);
      mailbox.add(() -> handle(answer));
    } else if (effect instanceof OrderManagerEffect.Unanswered unanswered) {
      performer.perform(unanswered);
    } else if (effect instanceof OrderManagerEffect.StartTimer start) {
      start(start.timer(), start.time());
    } else if (effect instanceof OrderManagerEffect.Answer answer) {
      ((Caller) answer.requester()).answer = answer.answer();
    } else if (effect instanceof OrderManagerEffect.Continue next) {
      mailbox.add(() -> handle(next.input()));
    }
  }

  /** An error is the end of the simulated runtime. */
  private static void failIfDead(OrderManagerInput answer) {
    Throwable failure =
        answer instanceof OrderManagerInput.TaskBroken broken
            ? broken.defect()
            : answer instanceof OrderManagerInput.LookupFailed failed
                ? failed.failure()
                : answer instanceof OrderManagerInput.AccountUnread unread
                    ? unread.failure()
                    : null;
    if (failure != null && BrokerAnswers.cause(failure) instanceof Error error) {
      throw error;
    }
  }

  private void start(OrderManagerTimer timer, Duration time) {
    OrderManagerInput elapsed = new OrderManagerInput.Elapsed(timer);
    if (timer instanceof OrderManagerTimer.Pause) {
      ports.time().pass(time); // the caller waits meanwhile
      mailbox.add(() -> handle(elapsed));
      return;
    }
    long number = ++starts;
    timers.put(timer, number);
    later(
        time,
        () -> {
          if (timers.remove(timer, number)) {
            tell(elapsed);
          }
        });
  }

  private void later(Duration by, Runnable act) {
    ports
        .time()
        .later(
            by,
            () -> {
              if (isAlive.getAsBoolean()) {
                act.run();
              }
            });
  }
}

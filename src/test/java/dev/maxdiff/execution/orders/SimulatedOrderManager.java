package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.SimulationEnvironment;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An {@link OrderManager} on virtual time: the real tasks, state, lookups and observation; the
 * environment replaces the actor's mailbox, timers and journal.
 */
final class SimulatedOrderManager {

  /** As {@code release-patience}, on virtual time. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Symbol symbol;
  private final GatewayContext context;
  private final SimulationEnvironment environment;
  private final SimulatedGateway gateway;
  private final boolean blindToIntents;
  private final OrderManager.Lookups lookups = new OrderManager.Lookups();
  private final SymbolMonitor monitor;
  private final OrderHistory history;

  /**
   * Messages of tasks. The answer of a task may be sent, and the runtime may die, before they are
   * handled.
   */
  private final Deque<Runnable> mailbox = new ArrayDeque<>();

  private boolean observationScheduled;

  SimulatedOrderManager(
      Symbol symbol,
      GatewayContext context,
      SimulationEnvironment environment,
      SimulatedGateway gateway,
      boolean blindToIntents) {
    this.symbol = symbol;
    this.context = context;
    this.environment = environment;
    this.gateway = gateway;
    this.blindToIntents = blindToIntents;
    this.monitor = new SymbolMonitor(symbol, context);
    this.history = new OrderHistory(symbol, context);
    store(history.ended(state()));
    lookUpAll();
    scheduleObservation();
  }

  GatewayContext context() {
    return context;
  }

  OrderAnswer run(OrderTask task) {
    handleAll();
    OrderAnswer answer = environment.actFor(slots(task), PATIENCE, () -> new Tasks().perform(task));
    mailbox.add(this::lookUpAll);
    mailbox.add(this::expectChange);
    later(Duration.ZERO, this::handleAll);
    return answer;
  }

  private void handleAll() {
    while (!mailbox.isEmpty()) {
      mailbox.remove().run();
    }
  }

  /** As {@link OrderManager.Observe}. */
  void observe() {
    handleAll();
    expectChange();
  }

  private void expectChange() {
    monitor.expectChange();
    tick();
  }

  private String slots(OrderTask task) {
    if (task instanceof OrderTask.Place place) {
      return place.order().slot().toString();
    } else if (task instanceof OrderTask.Replace replace) {
      return replace.authority().slot().toString();
    } else if (task instanceof OrderTask.Cancel cancel) {
      return cancel.authority().slot().toString();
    } else if (task instanceof OrderTask.CancelSlots cancel) {
      return cancel.slots().stream().map(SlotId::toString).collect(Collectors.joining(","));
    }
    return symbol.text();
  }

  private OrderManagerState state() {
    return gateway.journals().state(symbol);
  }

  private void store(List<OrderJournalEvent> events) {
    events.forEach(event -> gateway.journals().store(symbol, state().on(event)));
  }

  /** The slot was withdrawn. */
  void release(SlotId slot) {
    handleAll();
    if (state().workingOrders().knows(slot)) {
      store(List.of(new OrderJournalEvent.SlotReleased(slot, environment.now())));
    }
  }

  private void later(Duration by, Runnable act) {
    environment.later(
        by,
        () -> {
          if (gateway.isAlive()) {
            act.run();
          }
        });
  }

  private void scheduleObservation() {
    if (monitor.isFollowing() && !observationScheduled) {
      observationScheduled = true;
      later(context.settings().reads().observationInterval(), this::observationIsDue);
    }
  }

  private void observationIsDue() {
    observationScheduled = false;
    tick();
  }

  private void tick() {
    if (monitor.isObservationDue()) {
      observeNow();
    }
    scheduleObservation();
  }

  private void observeNow() {
    monitor.beginObservation();
    try {
      Duration recent = context.settings().reads().observationInterval().dividedBy(2);
      monitor.observed(context.upstream().snapshot(recent).value());
      store(history.ended(state()));
    } catch (BrokerException e) {
      monitor.failed(e);
    }
  }

  private void lookUpAll() {
    state().unresolved().values().forEach(context.cash()::sending);
    state().unresolved().keySet().stream().filter(lookups::begin).toList().forEach(this::begin);
  }

  private void begin(String id) {
    later(context.settings().orders().absentAfter(), () -> lookups.allowAbsence(id));
    later(Duration.ZERO, () -> lookUp(id));
  }

  private void lookUp(String id) {
    handleAll();
    OrderIntent intent = state().unresolved().get(id);
    if (intent == null) {
      return;
    }
    try {
      Optional<Order> found = TaskDriver.joined(context.orders().orderByClientOrderId(id));
      if (found.isPresent()) {
        resolve(id, IntentOutcome.ACCEPTED, found.get().submittedAt());
        found(intent, found.get());
        return;
      }
      if (lookups.mayBeAbsent(id)) {
        context.cash().sent(intent.slot());
        resolve(id, IntentOutcome.ABSENT, null);
        return;
      }
    } catch (BrokerException e) {
      // looked up again below
    }
    later(context.settings().orders().lookupInterval(), () -> lookUp(id));
  }

  private void found(OrderIntent intent, Order order) {
    context.upstream().invalidate();
    context.cash().sent(intent.slot());
    monitor.expectChange();
    scheduleObservation();
    if (order.isOpen()) {
      cancelLate(intent.slot());
    }
  }

  private void cancelLate(SlotId slot) {
    if (!context.tokens().isCancelled(slot)) {
      return;
    }
    OrderAnswer answer = run(new OrderTask.CancelSlots(Set.of(slot), false, Long.MAX_VALUE));
    boolean confirmed = answer instanceof OrderAnswer.Unconfirmed left && left.orders().isEmpty();
    if (!confirmed) {
      later(context.settings().orders().lookupInterval(), () -> cancelLate(slot));
    }
  }

  private void resolve(String id, IntentOutcome outcome, Instant takenAt) {
    environment.between("resolve " + id);
    if (state().unresolved().containsKey(id)) {
      lookups.end(id);
      List<OrderJournalEvent> events = history.outcome(state(), id, outcome, takenAt);
      store(events);
      history.publish(state(), events);
      environment.note("intent " + id + " " + outcome);
    }
  }

  /** The runtime can die before and after each write. */
  private final class Tasks extends TaskDriver {

    private Tasks() {
      super(symbol, context);
    }

    @Override
    OrderManagerState journalled() {
      handleAll();
      OrderManagerState state = state();
      return blindToIntents
          ? new OrderManagerState(
              state.numbers(), Map.of(), state.working(), state.lapses(), state.callerIds())
          : state;
    }

    @Override
    long nanos() {
      return SimulatedGateway.nanos(environment.now());
    }

    @Override
    void write(OrderIntent intent) {
      environment.between("write intent");
      store(List.of(new OrderJournalEvent.IntentWritten(intent, environment.now())));
      environment.note(
          "intent " + intent.clientOrderId() + " " + intent.quantity() + " at " + intent.price());
      environment.between("intent written");
    }

    @Override
    void resolve(TaskEffect.Resolve resolve) {
      String id = resolve.intent().clientOrderId();
      mailbox.add(
          () -> SimulatedOrderManager.this.resolve(id, resolve.outcome(), resolve.takenAt()));
    }

    /** The requests of the task take the time. */
    @Override
    void pause(Duration time) {}
  }
}

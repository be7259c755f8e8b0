package dev.maxdiff.execution;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A {@link SymbolDesk} on virtual time: the real tasks, state, lookups and observation; the
 * surroundings replace the actor's mailbox, timers and journal.
 */
final class SimulatedDesk {

  /** As {@code release-patience}, on virtual time. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Symbol symbol;
  private final DeskTools tools;
  private final Surroundings world;
  private final SimulatedGateway gateway;
  private final boolean blindToIntents;
  private final SymbolDesk.Lookups lookups = new SymbolDesk.Lookups();
  private final DeskWatch watch;
  private final OrderTrail trail;

  /**
   * Messages of tasks. The answer of a task may be sent, and the runtime may die, before they are
   * handled.
   */
  private final Deque<Runnable> mailbox = new ArrayDeque<>();

  private boolean lookIsComing;

  SimulatedDesk(
      Symbol symbol,
      DeskTools tools,
      Surroundings world,
      SimulatedGateway gateway,
      boolean blindToIntents) {
    this.symbol = symbol;
    this.tools = tools;
    this.world = world;
    this.gateway = gateway;
    this.blindToIntents = blindToIntents;
    this.watch = new DeskWatch(symbol, tools);
    this.trail = new OrderTrail(symbol, tools);
    store(trail.ended(state()));
    lookUpAll();
    lookLater();
  }

  DeskTools tools() {
    return tools;
  }

  Answer run(Task task) {
    handleAll();
    TaskRunner runner = new TaskRunner(symbol, tools, new Journal());
    Answer answer = world.actFor(slots(task), PATIENCE, () -> runner.run(task));
    mailbox.add(this::lookUpAll);
    mailbox.add(this::lookForChange);
    later(Duration.ZERO, this::handleAll);
    return answer;
  }

  private void handleAll() {
    while (!mailbox.isEmpty()) {
      mailbox.remove().run();
    }
  }

  /** As {@link SymbolDesk.Look}. */
  void look() {
    handleAll();
    lookForChange();
  }

  private void lookForChange() {
    watch.expectChange();
    tick();
  }

  private String slots(Task task) {
    if (task instanceof Task.Place place) {
      return place.authority().slot().toString();
    } else if (task instanceof Task.Replace replace) {
      return replace.authority().slot().toString();
    } else if (task instanceof Task.Cancel cancel) {
      return cancel.authority().slot().toString();
    } else if (task instanceof Task.CancelSlots cancel) {
      return cancel.slots().stream().map(SlotId::toString).collect(Collectors.joining(","));
    }
    return symbol.text();
  }

  private DeskState state() {
    return gateway.durable().state(symbol);
  }

  private void store(List<SymbolDesk.Event> events) {
    events.forEach(event -> gateway.durable().store(symbol, state().on(event)));
  }

  /** The slot was withdrawn. */
  void release(SlotId slot) {
    handleAll();
    if (state().coverage().knows(slot)) {
      store(List.of(new SymbolDesk.SlotReleased(slot, world.now())));
    }
  }

  private void later(Duration by, Runnable act) {
    world.later(
        by,
        () -> {
          if (gateway.isAlive()) {
            act.run();
          }
        });
  }

  private void lookLater() {
    if (watch.isFollowing() && !lookIsComing) {
      lookIsComing = true;
      later(tools.settings().reads().look(), this::lookIsDue);
    }
  }

  private void lookIsDue() {
    lookIsComing = false;
    tick();
  }

  private void tick() {
    if (watch.wantsToLook()) {
      lookNow();
    }
    lookLater();
  }

  private void lookNow() {
    watch.looks();
    try {
      Duration recent = tools.settings().reads().look().dividedBy(2);
      watch.seen(tools.view().snapshot(recent).value());
      store(trail.ended(state()));
    } catch (BrokerException e) {
      watch.failed(e);
    }
  }

  private void lookUpAll() {
    state().unresolved().values().forEach(tools.capital()::sending);
    state().unresolved().keySet().stream().filter(lookups::begin).toList().forEach(this::begin);
  }

  private void begin(String id) {
    later(tools.settings().orders().absentAfter(), () -> lookups.allowAbsence(id));
    later(Duration.ZERO, () -> lookUp(id));
  }

  private void lookUp(String id) {
    handleAll();
    Intent intent = state().unresolved().get(id);
    if (intent == null) {
      return;
    }
    try {
      Optional<Order> found = tools.view().orderByClientOrderId(id);
      if (found.isPresent()) {
        resolve(id, IntentOutcome.ACCEPTED, found.get().submittedAt());
        found(intent, found.get());
        return;
      }
      if (lookups.mayBeAbsent(id)) {
        tools.capital().sent(intent.slot());
        resolve(id, IntentOutcome.ABSENT, null);
        return;
      }
    } catch (BrokerException e) {
      // looked up again below
    }
    later(tools.settings().orders().lookupInterval(), () -> lookUp(id));
  }

  private void found(Intent intent, Order order) {
    tools.view().invalidate();
    tools.capital().sent(intent.slot());
    watch.expectChange();
    lookLater();
    if (order.isOpen() && tools.tokens().isCancelled(intent.slot())) {
      run(new Task.CancelSlots(Set.of(intent.slot()), false, Long.MAX_VALUE));
    }
  }

  private void resolve(String id, IntentOutcome outcome, Instant takenAt) {
    world.between("resolve " + id);
    if (state().unresolved().containsKey(id)) {
      lookups.end(id);
      List<SymbolDesk.Event> events = trail.outcome(state(), id, outcome, takenAt);
      store(events);
      trail.tell(state(), events);
      world.note("intent " + id + " " + outcome);
    }
  }

  /** The journal for one task; the runtime can die before and after each write. */
  private final class Journal implements IntentJournal {

    private final List<Intent> unresolved =
        blindToIntents ? List.of() : List.copyOf(state().unresolved().values());

    @Override
    public List<Intent> unresolved() {
      return unresolved;
    }

    @Override
    public Intent write(Intent draft, long seen) {
      handleAll();
      world.between("write intent");
      long n = state().next(draft.slot(), seen);
      String name =
          new ClientOrderId(tools.installation(), draft.slot(), draft.generation(), n).toString();
      Intent intent = draft.numbered(n, name);
      store(List.of(new SymbolDesk.IntentWritten(intent, world.now())));
      world.note("intent " + name + " " + intent.quantity() + " at " + intent.price());
      world.between("intent written");
      return intent;
    }

    @Override
    public void accepted(Intent intent, Order order) {
      tell(intent, IntentOutcome.ACCEPTED, order.submittedAt());
    }

    @Override
    public void resolve(Intent intent, IntentOutcome outcome) {
      tell(intent, outcome, null);
    }

    private void tell(Intent intent, IntentOutcome outcome, Instant takenAt) {
      mailbox.add(() -> SimulatedDesk.this.resolve(intent.clientOrderId(), outcome, takenAt));
    }

    @Override
    public boolean isAlive() {
      return gateway.isAlive();
    }
  }
}

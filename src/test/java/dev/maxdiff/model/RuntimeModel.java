package dev.maxdiff.model;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.orders.SimulatedGateway;
import dev.maxdiff.supervision.WatcherCommands;
import dev.maxdiff.watch.child.SimulatedWatcher;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The runtime on virtual time: the real gateway parts and watchers, and what supervision does with
 * them: stop, then start; a generation for each attempt; a crash leaves journals and wishes.
 */
final class RuntimeModel {

  private final World world;
  private final Venue venue;
  private final Breaks breaks;
  private final ModelLedger ledger;
  private final Judge judge;
  private final Map<SlotId, ModelSlot> slots = new LinkedHashMap<>();
  private final SimulatedGateway.Durable durable = new SimulatedGateway.Durable();
  private final Set<Symbol> busy = new HashSet<>();
  private SimulatedGateway gateway;
  private int polls;
  private int supersedes;
  private int restarts;

  RuntimeModel(World world, Breaks breaks, ModelLedger ledger, Judge judge) {
    this.world = world;
    this.venue = Venue.values()[world.random().nextInt(2)];
    this.breaks = breaks;
    this.ledger = ledger;
    this.judge = judge;
    world.meanwhile(this::pollAnotherSymbol);
  }

  int polls() {
    return polls;
  }

  int supersedes() {
    return supersedes;
  }

  /** Of watchers and of the whole runtime. */
  int restarts() {
    return restarts;
  }

  ModelSlot slot(SlotId id) {
    return slots.computeIfAbsent(id, ModelSlot::new);
  }

  Iterable<ModelSlot> slots() {
    return slots.values();
  }

  /** Reads the account, then launches what is wanted; again and again while the broker fails. */
  void start() {
    try {
      gateway =
          new SimulatedGateway(
              world.exchange().over(world), venue, world, durable, breaks.gateway());
    } catch (BrokerException e) {
      world.later(Duration.ofSeconds(1), this::start);
      return;
    }
    world.note("runtime up");
    for (ModelSlot run : slots.values()) {
      if (run.wanted) {
        run.generation++;
        launch(run, run.generation);
      } else if (run.cancelling) {
        world.later(Duration.ZERO, () -> cancelOrders(run));
      }
    }
  }

  /** Children end with their runtime. */
  void killed() {
    restarts++;
    busy.clear();
    if (gateway != null) {
      gateway.die();
    }
    gateway = null;
    for (ModelSlot run : slots.values()) {
      run.watcher = null;
      ledger.ended(run.slot, run.generation, world.now());
    }
    world.later(Duration.ofMillis(500 + world.random().nextInt(3_000)), this::start);
  }

  /** Accepted, durable, and the newest of its slot. */
  void wish(Wish wish) {
    ModelSlot run = slot(wish.slotId());
    Increments increments = Increments.of(wish.key().symbol().assetClass());
    if (run.wanted && run.wish.sendsTheSameAs(wish, increments)) {
      run.wish = wish;
      if (run.watcher != null) {
        admit(run, run.generation);
      }
      return;
    }
    supersedes += run.wanted ? 1 : 0;
    long old = run.generation++;
    run.wish = wish;
    run.wanted = true;
    run.cancelling = false;
    run.listed = false;
    run.firstGeneration = run.generation;
    world.note("WISH " + wish + " generation " + run.generation);
    stopThenLaunch(run, old, Duration.ofMillis(2 + world.random().nextInt(200)));
  }

  /** The child dies by itself. */
  void kill(ModelSlot run) {
    if (run.watcher == null) {
      return;
    }
    restarts++;
    world.note("KILL " + run.slot + " generation " + run.generation);
    long old = run.generation++;
    stopThenLaunch(run, old, Duration.ofMillis(1_000 + world.random().nextInt(1_000)));
  }

  private void stopThenLaunch(ModelSlot run, long old, Duration by) {
    run.watcher = null;
    long next = run.generation;
    world.anyMoment(
        by,
        () -> {
          retire(run, old);
          launch(run, next);
        });
  }

  private void retire(ModelSlot run, long generation) {
    ledger.ended(run.slot, generation, world.now());
    if (gateway != null) {
      gateway.retire(run.slot, generation);
    }
  }

  /** The operator takes the wish back, and its orders with it. */
  void stop(ModelSlot run) {
    if (!run.wanted) {
      return;
    }
    world.note("STOP " + run.slot);
    withdraw(run, true);
    run.watcher = null;
    long old = run.generation;
    world.anyMoment(Duration.ofMillis(50), () -> retire(run, old));
  }

  private void withdraw(ModelSlot run, boolean cancel) {
    run.wanted = false;
    ledger.ended(run.slot, run.generation, world.now());
    if (gateway != null) {
      gateway.withdraw(run.slot);
    }
    if (cancel) {
      run.cancelling = true;
      world.later(Duration.ZERO, () -> cancelOrders(run));
    }
  }

  private void cancelOrders(ModelSlot run) {
    if (gateway == null || run.wanted || !run.cancelling) {
      return;
    }
    Optional<List<Order>> left = gateway.cancelOrders(run.slot);
    run.cancelling = false;
    run.listed = left.isEmpty() || !left.get().isEmpty();
    if (run.listed) {
      world.note(run.slot + ": not confirmed as cancelled " + left);
    }
  }

  private void launch(ModelSlot run, long generation) {
    if (gateway == null || !run.wanted || run.generation != generation) {
      return;
    }
    String token = admit(run, generation);
    SimulatedWatcher watcher =
        new SimulatedWatcher(
            WatcherCommands.of(run.wish, run.firstGeneration, world.now()),
            generation,
            gateway.line(token),
            world::now,
            breaks.watcher());
    run.watcher = watcher;
    judge.launched(run.slot.toString());
    world.later(Duration.ofMillis(50 + world.random().nextInt(350)), () -> poll(run, watcher));
  }

  private String admit(ModelSlot run, long generation) {
    ledger.admitted(run.wish, generation, world.now());
    return gateway.admit(run.wish, generation);
  }

  private void poll(ModelSlot run, SimulatedWatcher watcher) {
    if (run.watcher != watcher || !busy.add(run.slot.key().symbol())) {
      return;
    }
    pollOnce(run, watcher);
    busy.remove(run.slot.key().symbol());
    if (run.watcher == watcher) {
      world.later(watcher.pause(), () -> poll(run, watcher));
    }
  }

  private void pollOnce(ModelSlot run, SimulatedWatcher watcher) {
    polls++;
    Set<String> before = judge.openOrders(run.slot.toString());
    String stateBefore = watcher.state();
    run.troublesBefore = run.troublesAtPoll;
    run.troublesAtPoll = world.troubles();
    OptionalInt end = watcher.poll();
    judge.catchUp();
    if (!watcher.state().equals(stateBefore)) {
      world.note(run.slot + " #" + run.generation + ": " + watcher.state());
    }
    if (run.watcher != watcher) {
      return; // stopped or superseded meanwhile
    }
    if (end.isPresent() && end.getAsInt() == 0) {
      judge.ended(run, watcher.state(), before);
      run.watcher = null;
      withdraw(run, run.slot.slot() == Slot.ENTRY);
      long old = run.generation;
      world.anyMoment(Duration.ofMillis(20), () -> retire(run, old));
    } else if (end.isPresent()) {
      kill(run);
    } else if (run.slot.slot() == Slot.EXIT) {
      boolean clean = run.troublesBefore == world.troubles() && !durable.isUnresolved(run.slot);
      judge.polled(run, clean);
    }
  }

  /** Processes run side by side: now and then one of another symbol polls in the middle. */
  private void pollAnotherSymbol() {
    if (busy.isEmpty() || gateway == null || world.random().nextInt(12) > 0) {
      return;
    }
    List<ModelSlot> others =
        slots.values().stream()
            .filter(run -> run.watcher != null && !busy.contains(run.slot.key().symbol()))
            .toList();
    if (others.isEmpty()) {
      return;
    }
    ModelSlot run = others.get(world.random().nextInt(others.size()));
    busy.add(run.slot.key().symbol());
    pollOnce(run, run.watcher);
    busy.remove(run.slot.key().symbol());
  }
}

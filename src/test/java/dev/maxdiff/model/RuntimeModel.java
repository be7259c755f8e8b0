package dev.maxdiff.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.gateway.SimulatedGateway;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.orders.SimulationPorts;
import dev.maxdiff.supervision.WatcherCommands;
import dev.maxdiff.watch.child.SimulatedWatcher;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The runtime on virtual time: the real parts of gateway and watchers, with a model of supervision.
 * A watcher stops before the next watcher starts, each attempt has a generation, and journals and
 * wishes survive a crash.
 */
final class RuntimeModel {

  private static final String INSTALLATION = "model0";
  private static final Config CONFIG =
      ConfigFactory.parseString(
              "maxdiff.execution {"
                  // a wait for the request budget takes real time
                  + " reads.alpaca.per-minute = 0,"
                  // longer than the default: observations cost time and are not needed
                  + " reads.embedded.look = 5s }")
          .withFallback(ConfigFactory.load());

  private final Simulation simulation;
  private final Venue venue;
  private final Config config;
  private final Defect defect;
  private final GenerationHistory generations;
  private final InvariantChecker checker;
  private final Map<SlotId, ModelSlot> slots = new LinkedHashMap<>();
  private final ModelJournal journals;
  private final Set<Symbol> busy = new TreeSet<>();

  /** Symbols whose order manager handles a message of the runtime: no watcher polls meanwhile. */
  private final Set<Symbol> told = new TreeSet<>();

  private SimulatedGateway gateway;
  private int polls;
  private int supersedes;
  private int restarts;
  private int resumes;

  RuntimeModel(
      Simulation simulation,
      Defect defect,
      GenerationHistory generations,
      InvariantChecker checker) {
    this(simulation, defect, generations, checker, lossLimit(simulation.random("loss limit", 0)));
  }

  /**
   * @param lossLimit of a day, in USD
   */
  RuntimeModel(
      Simulation simulation,
      Defect defect,
      GenerationHistory generations,
      InvariantChecker checker,
      OptionalInt lossLimit) {
    this.simulation = simulation;
    this.journals = new ModelJournal(simulation);
    this.venue = Venue.values()[simulation.random("venue", 0).nextInt(2)];
    this.config = withLossLimit(lossLimit);
    this.defect = defect;
    this.generations = generations;
    this.checker = checker;
    simulation.meanwhile(this::pollAnotherSymbol);
  }

  /** In some lives the account has a limit that fees and a small move of the market reach. */
  private static OptionalInt lossLimit(Random random) {
    return random.nextInt(3) > 0 ? OptionalInt.empty() : OptionalInt.of(5 + random.nextInt(25));
  }

  private static Config withLossLimit(OptionalInt limit) {
    return limit.isEmpty()
        ? CONFIG
        : ConfigFactory.parseString("maxdiff.execution.brakes.daily-loss = " + limit.getAsInt())
            .withFallback(CONFIG);
  }

  /** The pauses of entries in force; empty while the runtime is dead. */
  List<EntryPause> pauses() {
    return gateway == null ? List.of() : gateway.pauses();
  }

  /** An operator lifts all pauses of entries. */
  void resume() {
    if (gateway != null && !gateway.pauses().isEmpty()) {
      simulation.note("RESUME");
      resumes++;
      gateway.resume(PauseScope.EVERYTHING);
    }
  }

  /** The number of pauses that an operator has lifted. */
  int resumes() {
    return resumes;
  }

  int polls() {
    return polls;
  }

  int supersedes() {
    return supersedes;
  }

  /** Restarts of watchers and of the whole runtime. */
  int restarts() {
    return restarts;
  }

  ModelSlot slot(SlotId id) {
    return slots.computeIfAbsent(id, ModelSlot::new);
  }

  Iterable<ModelSlot> slots() {
    return slots.values();
  }

  /** Reads the account, then launches the wanted watchers; tries again while the broker fails. */
  void start() {
    try {
      gateway =
          new SimulatedGateway(
              simulation.broker(),
              INSTALLATION,
              ExecutionSettings.from(config, venue),
              new SimulationPorts(simulation, journals, simulation),
              new DefectiveParts(defect, simulation),
              event -> simulation.note(event.toString()));
    } catch (BrokerException e) {
      simulation.later(Duration.ofSeconds(1), this::start);
      return;
    }
    simulation.note("runtime up");
    for (ModelSlot run : slots.values()) {
      if (run.wanted) {
        run.generation++;
        launch(run, run.generation);
      } else if (run.cancelling) {
        simulation.later(Duration.ZERO, () -> cancelOrders(run));
      }
    }
  }

  /** The runtime is killed: its children end with it. */
  void killed() {
    restarts++;
    busy.clear();
    told.clear();
    if (gateway != null) {
      gateway.die();
    }
    gateway = null;
    for (ModelSlot run : slots.values()) {
      run.watcher = null;
      generations.ended(run.slot, run.generation, simulation.now());
    }
    simulation.later(
        Duration.ofMillis(500 + simulation.random("restart").nextInt(3_000)), this::start);
  }

  /** Accepts a wish, which is durable and the newest of its slot. */
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
    simulation.note("WISH " + wish + " generation " + run.generation);
    stopThenLaunch(run, old, Duration.ofMillis(2 + random("stop", run).nextInt(200)));
  }

  /** Kills the child of the slot. */
  void kill(ModelSlot run) {
    if (run.watcher == null) {
      return;
    }
    restarts++;
    simulation.note("KILL " + run.slot + " generation " + run.generation);
    long old = run.generation++;
    stopThenLaunch(run, old, Duration.ofMillis(1_000 + random("restart", run).nextInt(1_000)));
  }

  private Random random(String decision, ModelSlot run) {
    return simulation.random(decision + " " + run.slot, run.generation);
  }

  private void stopThenLaunch(ModelSlot run, long old, Duration by) {
    run.watcher = null;
    long next = run.generation;
    simulation.anyMoment(
        by,
        () -> {
          retire(run, old);
          launch(run, next);
        });
  }

  private void retire(ModelSlot run, long generation) {
    generations.ended(run.slot, generation, simulation.now());
    if (gateway != null) {
      gateway.retire(run.slot, generation);
    }
  }

  /** Withdraws the wish and cancels its orders. */
  void stop(ModelSlot run) {
    if (!run.wanted) {
      return;
    }
    simulation.note("STOP " + run.slot);
    withdraw(run, true);
    run.watcher = null;
    long old = run.generation;
    simulation.anyMoment(Duration.ofMillis(50), () -> retire(run, old));
  }

  private void withdraw(ModelSlot run, boolean cancel) {
    run.wanted = false;
    generations.ended(run.slot, run.generation, simulation.now());
    if (gateway != null) {
      telling(
          run,
          () -> {
            gateway.withdraw(run.slot);
            return null;
          });
    }
    if (cancel) {
      run.cancelling = true;
      simulation.later(Duration.ZERO, () -> cancelOrders(run));
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
      simulation.note(run.slot + ": not confirmed as cancelled " + left);
    }
  }

  private void launch(ModelSlot run, long generation) {
    if (gateway == null || !run.wanted || run.generation != generation) {
      return;
    }
    String token = admit(run, generation);
    List<String> command = WatcherCommands.of(run.wish, run.firstGeneration, simulation.now());
    SimulatedWatcher watcher =
        defect
            .watcher()
            .map(wrong -> wrong.of(command, generation, gateway.line(token), simulation::now))
            .orElseGet(
                () ->
                    SimulatedWatcher.of(command, generation, gateway.line(token), simulation::now));
    run.watcher = watcher;
    checker.launched(run.slot.toString());
    simulation.later(
        Duration.ofMillis(50 + random("launch", run).nextInt(350)), () -> poll(run, watcher));
  }

  private String admit(ModelSlot run, long generation) {
    generations.admitted(run.wish, generation, simulation.now());
    return telling(run, () -> gateway.admit(run.wish, generation));
  }

  private void poll(ModelSlot run, SimulatedWatcher watcher) {
    if (run.watcher != watcher || !busy.add(run.slot.key().symbol())) {
      return;
    }
    pollOnce(run, watcher);
    busy.remove(run.slot.key().symbol());
    if (run.watcher == watcher) {
      simulation.later(watcher.pause(), () -> poll(run, watcher));
    }
  }

  private void pollOnce(ModelSlot run, SimulatedWatcher watcher) {
    polls++;
    Set<String> before = checker.openOrders(run.slot.toString());
    String stateBefore = watcher.state();
    run.faultsBefore = run.faultsAtPoll;
    run.faultsAtPoll = simulation.faultCount();
    OptionalInt end = watcher.poll();
    checker.catchUp();
    if (!watcher.state().equals(stateBefore)) {
      simulation.note(run.slot + " #" + run.generation + ": " + watcher.state());
    }
    if (run.watcher != watcher) {
      return; // stopped or superseded meanwhile
    }
    if (end.isPresent() && end.getAsInt() == 0) {
      checker.ended(run, watcher.state(), before);
      run.watcher = null;
      withdraw(run, run.slot.slot() == Slot.ENTRY);
      long old = run.generation;
      simulation.anyMoment(Duration.ofMillis(20), () -> retire(run, old));
    } else if (end.isPresent()) {
      kill(run);
    } else if (run.slot.slot() == Slot.EXIT) {
      boolean clean =
          run.faultsBefore == simulation.faultCount() && !journals.isUnresolved(run.slot);
      checker.polled(run, clean);
    }
  }

  private <T> T telling(ModelSlot run, Supplier<T> message) {
    Symbol symbol = run.slot.key().symbol();
    boolean isFirst = told.add(symbol);
    T answer = message.get();
    if (isFirst) {
      told.remove(symbol);
    }
    return answer;
  }

  private boolean isFree(Symbol symbol) {
    return !busy.contains(symbol) && !told.contains(symbol);
  }

  /** Processes run in parallel: sometimes a watcher of another symbol polls during a request. */
  private void pollAnotherSymbol() {
    if (busy.isEmpty() || gateway == null) {
      return;
    }
    Random random = simulation.random("meanwhile " + simulation.asker());
    if (random.nextInt(12) > 0) {
      return;
    }
    List<ModelSlot> others =
        slots.values().stream()
            .filter(run -> run.watcher != null && isFree(run.slot.key().symbol()))
            .toList();
    if (others.isEmpty()) {
      return;
    }
    ModelSlot run = others.get(random.nextInt(others.size()));
    busy.add(run.slot.key().symbol());
    pollOnce(run, run.watcher);
    busy.remove(run.slot.key().symbol());
  }
}

package dev.maxdiff.chaos;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Does the blows of the schedule, one after the other, and after each holds what runs against what
 * the clients were told.
 */
final class Conductor {

  /** P5 says 2 s, and 1 s more for the stubborn; the machine may be busy. */
  private static final Duration SWEPT = Duration.ofSeconds(12);

  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 5;

  private final RuntimeUnderFire runtime;
  private final ChaosBroker broker;
  private final WishRecord ledger;
  private final UpTime upTime;
  private final ProcessObserver processes;
  private final FileObserver files;
  private final Violations violations;
  private final Map<String, Integer> blows = new HashMap<>();
  private Duration slowestSweep = Duration.ZERO;

  Conductor(
      RuntimeUnderFire runtime,
      ChaosBroker broker,
      WishRecord ledger,
      UpTime upTime,
      ProcessObserver processes,
      FileObserver files,
      Violations violations) {
    this.runtime = runtime;
    this.broker = broker;
    this.ledger = ledger;
    this.upTime = upTime;
    this.processes = processes;
    this.files = files;
    this.violations = violations;
  }

  void strike(Deed.Blow blow) throws InterruptedException {
    blows.merge(blow.getClass().getSimpleName(), 1, Integer::sum);
    if (blow instanceof Deed.KillRuntime) {
      killRuntime();
    } else if (blow instanceof Deed.KillBoth) {
      killBoth();
    } else if (blow instanceof Deed.KillSentinel) {
      killSentinel();
    } else if (blow instanceof Deed.Freeze freeze) {
      freeze(freeze.length());
    } else if (blow instanceof Deed.End end) {
      end(end.signal());
      restart();
    }
  }

  /** Everything is awake and nobody asks: what runs must be what was acknowledged. */
  void settle(String after) throws InterruptedException {
    upTime.close();
    broker.behave();
    Set<SlotId> open = new TreeSet<>(ledger.slots());
    boolean settled =
        awaits(
            SETTLED,
            () -> {
              Map<String, List<Sighted>> running = processes.watchersBySlot();
              open.removeIf(slot -> agrees(slot, running.getOrDefault(slot.toString(), List.of())));
              return open.isEmpty();
            });
    if (!settled) {
      open.forEach(slot -> violations.add("P6", after + ": " + disagreement(slot)));
    }
  }

  private boolean agrees(SlotId slot, List<Sighted> running) {
    Set<Optional<Expected>> allowed = ledger.allowed(slot);
    long generations = running.stream().map(sighted -> sighted.family).distinct().count();
    return running.isEmpty()
        ? allowed.contains(Optional.<Expected>empty())
        : generations == 1 && allowed.contains(Optional.of(Expected.of(running.get(0).arguments)));
  }

  private String disagreement(SlotId slot) {
    return slot
        + " runs "
        + processes.watchersBySlot().getOrDefault(slot.toString(), List.of())
        + ", acknowledged was one of "
        + ledger.allowed(slot);
  }

  private void killRuntime() throws InterruptedException {
    long begin = System.nanoTime();
    runtime.signal("KILL");
    down();
    runtime.exitCode();
    if (!awaits(SWEPT, () -> processes.living().isEmpty())) {
      violations.add("P5", "still there after the runtime was killed: " + processes.living());
    }
    slowest(begin);
    restart();
  }

  private void killBoth() throws InterruptedException {
    OptionalInt sentinel = runtime.sentinel();
    sentinel.ifPresent(RuntimeUnderFire::kill);
    runtime.signal("KILL");
    down();
    runtime.exitCode();
    restart();
  }

  private void killSentinel() throws InterruptedException {
    OptionalInt sentinel = runtime.sentinel();
    if (sentinel.isEmpty()) {
      return; // it is just being started again
    }
    RuntimeUnderFire.kill(sentinel.getAsInt());
    boolean another =
        awaits(
            PATIENCE,
            () -> {
              OptionalInt now = runtime.sentinel();
              return now.isPresent() && now.getAsInt() != sentinel.getAsInt();
            });
    if (!another) {
      violations.add("P5", "no other sentinel was started");
    }
  }

  /** One that is longer than the sentinel waits ends with nothing left, and all started again. */
  private void freeze(Duration length) throws InterruptedException {
    processes.asleep();
    files.awake(false);
    long begin = System.nanoTime();
    runtime.signal("STOP");
    TimeUnit.MILLISECONDS.sleep(length.toMillis()); // the schedule's length of the freeze
    boolean hangs = length.compareTo(ChaosSettings.SENTINEL_TIMEOUT) > 0;
    if (hangs && !awaits(SWEPT, () -> processes.living().isEmpty())) {
      violations.add("P5", "still there while the runtime hung: " + processes.living());
    }
    runtime.signal("CONT");
    awake();
    settle("after a freeze of " + Violations.since(begin).toSeconds() + " s");
    upTime.open();
  }

  /** A signal that ends the runtime in order: nothing is left when it has gone. */
  void end(String signal) throws InterruptedException {
    broker.behave();
    runtime.signal(signal);
    down();
    int code = runtime.exitCode();
    List<Sighted> left = processes.living().stream().filter(Sighted::isAliveStill).toList();
    if (!left.isEmpty()) {
      violations.add("P4", "left after SIG" + signal + ": " + left);
    }
    if (code != 0) {
      violations.add("P4", "exit code " + code + " after SIG" + signal + "\n" + runtime.output());
    }
  }

  private void down() throws InterruptedException {
    processes.asleep();
    files.awake(false);
    upTime.close();
  }

  private void restart() throws InterruptedException {
    broker.behave();
    runtime.start();
    awake();
    settle("after a restart");
    upTime.open();
  }

  private void awake() {
    processes.awake();
    files.awake(true);
  }

  private void slowest(long begin) {
    Duration took = Violations.since(begin);
    slowestSweep = took.compareTo(slowestSweep) > 0 ? took : slowestSweep;
  }

  private static boolean awaits(Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (Violations.since(begin).compareTo(patience) > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // between two looks
    }
    return true;
  }

  @Override
  public String toString() {
    return "blows " + blows + "; slowest sweep by the sentinel " + slowestSweep.toMillis() + " ms";
  }
}

package dev.maxdiff.chaos;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.program.OrderlyEnd;
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
 * Injects the runtime faults of the schedule one after another, and compares the processes after
 * each fault with the acknowledged requests.
 */
final class RuntimeFaultDriver {

  /** P5 promises 2 s, and 3 s for children that ignore SIGTERM; the machine may be busy. */
  private static final Duration SWEEP_LIMIT = Duration.ofSeconds(12);

  private static final Duration CONVERGENCE_LIMIT = Duration.ofSeconds(60);
  private static final Duration SENTINEL_LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 5;

  private final RuntimeProgram runtime;
  private final ChaosBroker broker;
  private final RequestLog requests;
  private final ScheduleClock clock;
  private final ProcessObserver processes;
  private final FileObserver files;
  private final Violations violations;
  private final Map<String, Integer> faults = new HashMap<>();
  private Duration slowestSweep = Duration.ZERO;

  RuntimeFaultDriver(
      RuntimeProgram runtime,
      ChaosBroker broker,
      RequestLog requests,
      ScheduleClock clock,
      ProcessObserver processes,
      FileObserver files,
      Violations violations) {
    this.runtime = runtime;
    this.broker = broker;
    this.requests = requests;
    this.clock = clock;
    this.processes = processes;
    this.files = files;
    this.violations = violations;
  }

  void inject(ChaosAction.RuntimeFault fault) throws InterruptedException {
    faults.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
    if (fault instanceof ChaosAction.KillRuntime) {
      killRuntime();
    } else if (fault instanceof ChaosAction.KillBoth) {
      killBoth();
    } else if (fault instanceof ChaosAction.KillSentinel) {
      killSentinel();
    } else if (fault instanceof ChaosAction.Freeze freeze) {
      freeze(freeze.length());
    } else if (fault instanceof ChaosAction.Shutdown shutdown) {
      end(shutdown.signal());
      restart();
    }
  }

  /** Waits, without faults and requests, until the processes match the acknowledged wishes. */
  void awaitConvergence(String after) throws InterruptedException {
    clock.pause();
    broker.clearFault();
    Set<SlotId> open = new TreeSet<>(requests.slots());
    boolean converged =
        awaits(
            CONVERGENCE_LIMIT,
            () -> {
              Map<String, List<ObservedProcess>> running = processes.watchersBySlot();
              open.removeIf(slot -> agrees(slot, running.getOrDefault(slot.toString(), List.of())));
              return open.isEmpty();
            });
    if (!converged) {
      open.forEach(slot -> violations.add("P6", after + ": " + disagreement(slot)));
    }
  }

  private boolean agrees(SlotId slot, List<ObservedProcess> running) {
    Set<Optional<WishedOrder>> allowed = requests.allowed(slot);
    long generations = running.stream().map(process -> process.launch).distinct().count();
    return running.isEmpty()
        ? allowed.contains(Optional.<WishedOrder>empty())
        : generations == 1
            && allowed.contains(Optional.of(WishedOrder.of(running.get(0).arguments)));
  }

  private String disagreement(SlotId slot) {
    return slot
        + " runs "
        + processes.watchersBySlot().getOrDefault(slot.toString(), List.of())
        + ", acknowledged was one of "
        + requests.allowed(slot);
  }

  private void killRuntime() throws InterruptedException {
    long begin = System.nanoTime();
    runtime.signal("KILL");
    down();
    runtime.exitCode();
    if (!awaits(SWEEP_LIMIT, () -> processes.living().isEmpty())) {
      violations.add("P5", "still there after the runtime was killed: " + processes.living());
    }
    recordSweep(begin);
    restart();
  }

  private void killBoth() throws InterruptedException {
    OptionalInt sentinel = runtime.sentinel();
    sentinel.ifPresent(RuntimeProgram::kill);
    runtime.signal("KILL");
    down();
    runtime.exitCode();
    restart();
  }

  private void killSentinel() throws InterruptedException {
    OptionalInt sentinel = runtime.sentinel();
    if (sentinel.isEmpty()) {
      return; // the runtime is restarting the sentinel
    }
    RuntimeProgram.kill(sentinel.getAsInt());
    boolean another =
        awaits(
            SENTINEL_LIMIT,
            () -> {
              OptionalInt now = runtime.sentinel();
              return now.isPresent() && now.getAsInt() != sentinel.getAsInt();
            });
    if (!another) {
      violations.add("P5", "no other sentinel was started");
    }
  }

  /**
   * After a stop longer than the sentinel's time-out no child is left; the runtime restarts all.
   */
  private void freeze(Duration length) throws InterruptedException {
    processes.runtimeDown();
    files.setRuntimeUp(false);
    long begin = System.nanoTime();
    runtime.signal("STOP");
    TimeUnit.MILLISECONDS.sleep(length.toMillis()); // the schedule's length of the freeze
    boolean hangs = length.compareTo(ChaosSettings.SENTINEL_TIMEOUT) > 0;
    if (hangs && !awaits(SWEEP_LIMIT, () -> processes.living().isEmpty())) {
      violations.add("P5", "still there while the runtime hung: " + processes.living());
    }
    runtime.signal("CONT");
    up();
    awaitConvergence("after a freeze of " + Violations.since(begin).toSeconds() + " s");
    clock.resume();
  }

  /** Ends the runtime in order by a signal; no child may be left afterwards. */
  void end(String signal) throws InterruptedException {
    boolean mayBeLate = broker.mayReceiveLate(); // an order may reach the exchange after the end
    broker.clearFault();
    runtime.signal(signal);
    down();
    int code = runtime.exitCode();
    List<ObservedProcess> left =
        processes.living().stream().filter(ObservedProcess::isStillAlive).toList();
    if (!left.isEmpty()) {
      violations.add("P4", "left after SIG" + signal + ": " + left);
    }
    List<String> differences =
        mayBeLate
            ? OrderlyEnd.differences(runtime.output(), code)
            : OrderlyEnd.differences(runtime.output(), code, broker.audit());
    differences.forEach(
        line -> violations.add("P15", line + " after SIG" + signal + "\n" + runtime.output()));
  }

  private void down() throws InterruptedException {
    processes.runtimeDown();
    files.setRuntimeUp(false);
    clock.pause();
  }

  private void restart() throws InterruptedException {
    broker.clearFault();
    runtime.start();
    up();
    awaitConvergence("after a restart");
    clock.resume();
  }

  private void up() {
    processes.runtimeUp();
    files.setRuntimeUp(true);
  }

  private void recordSweep(long begin) {
    Duration took = Violations.since(begin);
    slowestSweep = took.compareTo(slowestSweep) > 0 ? took : slowestSweep;
  }

  private static boolean awaits(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (Violations.since(begin).compareTo(limit) > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // between two readings
    }
    return true;
  }

  @Override
  public String toString() {
    return "runtime faults "
        + faults
        + "; slowest sweep by the sentinel "
        + slowestSweep.toMillis()
        + " ms";
  }
}

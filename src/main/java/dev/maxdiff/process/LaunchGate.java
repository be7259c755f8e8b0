package dev.maxdiff.process;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.os.DaemonThread;
import dev.maxdiff.process.os.MarkScan;
import dev.maxdiff.process.os.OperatingSystem;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.ProcessMark;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.os.SpawnRefusedException;
import dev.maxdiff.process.os.SpawnRequest;
import dev.maxdiff.process.os.UnconfirmedEndException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Starts all processes: one at a time on a thread of its own, and watchers only while the gate is
 * open.
 *
 * <p>A new gate is closed; a gate that was closed again stays closed. A queued launch is dropped if
 * a newer launch of its slot was requested or the launch was cancelled.
 */
final class LaunchGate {

  /** Outcome of a launch. */
  sealed interface Outcome {}

  record Started(OwnProcess process) implements Outcome {}

  record Failed(String reason) implements Outcome {}

  record Dropped(String reason) implements Outcome {}

  /**
   * The launch failed, and a process of it may live: the slot stays occupied until {@code end}
   * succeeds.
   *
   * @param pid of the process; 0 = unknown
   * @param end tries again to end the process, and returns whether none lives; blocks
   */
  record InDoubt(String reason, int pid, BooleanSupplier end) implements Outcome {}

  static final String CLOSED = "the runtime is ending";

  private enum State {
    NOT_YET,
    OPEN,
    CLOSED
  }

  private static final String FAILED = "launch: failed (expected: a process): ";
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final OperatingSystem system;
  private final ChildEnvironment environment;
  private final MarkScan scan;
  private final RuntimeMark mark;
  private final SentinelFeed sentinelFeed;
  private final ChildProgram program; // null = none is bundled
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(task -> new DaemonThread(task, "maxdiff-launch"));
  private final Map<SlotId, Long> wanted = new ConcurrentHashMap<>();
  private volatile State state = State.NOT_YET;

  LaunchGate(
      OperatingSystem system,
      ChildEnvironment environment,
      MarkScan scan,
      RuntimeMark mark,
      SentinelFeed sentinelFeed,
      ChildProgram program) {
    this.system = system;
    this.environment = environment;
    this.scan = scan;
    this.mark = mark;
    this.sentinelFeed = sentinelFeed;
    this.program = program;
  }

  void open() {
    if (state == State.NOT_YET) {
      state = State.OPEN;
    }
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Closes the gate. Completes when a spawn that has begun is finished; no spawn follows. */
  CompletionStage<Void> close() {
    state = State.CLOSED;
    return CompletableFuture.runAsync(() -> {}, executor);
  }

  /** Closes the gate and ends its thread. */
  void shutDown() {
    state = State.CLOSED;
    executor.shutdown();
  }

  /**
   * Queues the launch. If a newer launch of the slot is requested or the launch is cancelled before
   * it begins, the outcome is {@link Dropped}.
   */
  CompletionStage<Outcome> launch(Launch launch) {
    wanted.put(launch.slot(), launch.generation());
    return CompletableFuture.supplyAsync(() -> launchNow(launch), executor);
  }

  /** Cancels the launch if it has not begun. */
  void cancel(Launch launch) {
    wanted.remove(launch.slot(), launch.generation());
  }

  /** Starts a process that is no watcher; allowed before {@link #open}. */
  CompletionStage<Outcome> launchHelper(SpawnRequest request) {
    return CompletableFuture.supplyAsync(
        () -> state == State.CLOSED ? new Dropped(CLOSED) : spawnHelper(request), executor);
  }

  private Outcome launchNow(Launch launch) {
    if (state != State.OPEN) {
      return new Dropped(CLOSED);
    }
    if (!Long.valueOf(launch.generation()).equals(wanted.get(launch.slot()))) {
      return new Dropped("overtaken or stopped before it started");
    }
    try {
      restoreProgram();
      return announced(system.spawn(request(launch)));
    } catch (SpawnRefusedException e) {
      return new Failed(e.getMessage());
    } catch (UnconfirmedEndException e) {
      return new InDoubt(e.getMessage(), e.pid(), e::end);
    } catch (IOException | RuntimeException | Error e) {
      Outcome outcome = inDoubt(launch, e);
      return outcome instanceof InDoubt doubt && doubt.end.getAsBoolean()
          ? new Failed(doubt.reason)
          : outcome;
    }
  }

  /** Without its announcement to the sentinel a child does not live. */
  private Outcome announced(OwnProcess process) {
    try {
      sentinelFeed.started(process.identity());
      return new Started(process);
    } catch (RuntimeException | Error e) {
      process.signalGroup(OwnProcess.Signal.KILL);
      CompletableFuture<Void> reaped =
          process.exited().thenRun(process::reap).toCompletableFuture();
      return new InDoubt(FAILED + e, process.identity().pid(), reaped::isDone);
    }
  }

  /** The files of the bundled program may have been removed since the start. */
  private void restoreProgram() throws SpawnRefusedException {
    if (program != null) {
      try {
        program.restore();
      } catch (IOException e) {
        throw new SpawnRefusedException(
            "child program: " + e + " (expected: a writable directory)");
      }
    }
  }

  private SpawnRequest request(Launch launch) {
    return new SpawnRequest(
        launch.command(), environment.of(launch), launch.log(), false, launch.directory());
  }

  private Outcome spawnHelper(SpawnRequest request) {
    try {
      restoreProgram();
      return new Started(system.spawn(request));
    } catch (IOException | RuntimeException e) {
      return new Failed(e.getMessage());
    }
  }

  /**
   * Returns the outcome of a launch that failed at an unknown step: {@code end} ends the process
   * with this slot and generation in its mark.
   */
  InDoubt inDoubt(Launch launch, Throwable failure) {
    return new InDoubt(FAILED + failure, 0, () -> endMarked(launch));
  }

  private boolean endMarked(Launch launch) {
    ProcessMark started = new ProcessMark(mark, launch.slot().toString(), launch.generation());
    try {
      OrphanSweep.Result result = new OrphanSweep(scan, AT_ONCE, LIMIT).end(started::equals);
      system.reap(result.ended());
      return result.left().isEmpty();
    } catch (UncheckedIOException e) {
      return false; // processes cannot be read: one of them may be this child
    }
  }
}

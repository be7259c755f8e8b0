package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Runs at most one process per slot.
 *
 * <p>Supervisors decide which launch runs; the runner starts a launch after the whole process group
 * of the slot has ended (promise P1). All methods return at once and may be called from any thread.
 * The owner of a slot receives reports.
 */
public interface WatcherRunner {

  /**
   * Makes {@code owner} the receiver of the slot's reports, in place of any earlier owner. The
   * present state follows at once as {@link Running} or {@link Vacant}; a launch in progress
   * reports its outcome instead.
   */
  void attach(SlotId slot, ActorRef<Report> owner);

  /**
   * Makes {@code launch} the process of its slot: ends the present process (SIGTERM, SIGKILL after
   * the grace), waits for the reap, then starts. Of several waiting launches only the newest
   * generation starts; the others are reported as {@link Dropped}.
   */
  void run(Launch launch);

  /** Ends the slot's process, if any, and drops a waiting launch; {@link Vacant} follows. */
  void stop(SlotId slot);

  /**
   * Ends all processes and refuses further launches (promise P4): closes the launch gate, sends
   * SIGTERM to all groups, SIGKILL after the grace, and ends escapees by their mark.
   *
   * @return completes when all processes have ended, or at the sweep's deadline; fails with an
   *     {@link IllegalStateException} when the runner has ended before
   */
  CompletionStage<SweepReport> sweep();

  /**
   * Skips the rest of the grace of a running sweep, or the whole grace of the next sweep: SIGKILL
   * now (a second Ctrl-C).
   */
  void hurry();

  /** Lets launches start; they wait until then. */
  void openGate();

  /**
   * Result of a sweep.
   *
   * @param ended number of processes that have ended
   * @param killed number of them that needed SIGKILL
   * @param unkillable pids of processes that still live
   */
  record SweepReport(int ended, int killed, List<Integer> unkillable) {
    public SweepReport {
      unkillable = List.copyOf(unkillable);
    }
  }

  /** A report to the owner of a slot. */
  sealed interface Report {
    SlotId slot();
  }

  /** Answer to {@link #attach}: this process runs in the slot. */
  record Running(SlotId slot, long generation, ProcessIdentity process) implements Report {}

  /** Follows {@link #attach} or {@link #stop}: the slot has no process and no waiting launch. */
  record Vacant(SlotId slot) implements Report {}

  /** The process of this generation has started. */
  record Launched(SlotId slot, long generation, ProcessIdentity process, Instant at)
      implements Report {}

  /** No process was started; {@code reason} is one line for the user. */
  record LaunchFailed(SlotId slot, long generation, String reason) implements Report {}

  /** The process has been reaped, and its process group is empty. */
  record Exited(SlotId slot, long generation, ExitStatus status, Instant at) implements Report {}

  /**
   * The launch was not started: a newer launch overtook it, the slot was stopped, or the gate
   * closed.
   */
  record Dropped(SlotId slot, long generation, String reason) implements Report {}

  /**
   * The process survived SIGKILL, or a launch failed and may have left a process; no launch starts
   * in the slot while it may live.
   *
   * @param pid 0 = unknown
   */
  record Unkillable(SlotId slot, long generation, int pid) implements Report {}
}

package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Runs at most one process per slot.
 *
 * <p>It never decides what should run: supervisors do. It makes sure that what was in a slot is
 * seen dead (its whole process group) before anything else starts there (promise P1). All methods
 * return at once and may be called from any thread; what happened is told to the slot's owner.
 */
public interface WatcherRunner {

  /**
   * Makes {@code owner} the one who is told what happens in the slot, in place of any earlier one.
   * The present state follows at once: {@link Running} or {@link Vacant}; while a launch is on its
   * way, what becomes of it.
   */
  void attach(SlotId slot, ActorRef<Report> owner);

  /**
   * Makes {@code launch} the process of its slot: ends what runs there (SIGTERM, SIGKILL after the
   * grace), waits until it is reaped, then starts. Of several waiting launches only the newest
   * generation starts; the others are reported as {@link Dropped}.
   */
  void run(Launch launch);

  /** Ends the slot's process, if any, and drops a waiting launch; {@link Vacant} follows. */
  void stop(SlotId slot);

  /**
   * Ends everything and lets nothing start any more (promise P4): closes the launch gate, SIGTERM
   * to all groups, SIGKILL to survivors after the grace, escapees found by their mark.
   *
   * @return completes when no process is left, or at the latest when the sweep's deadline has
   *     passed
   */
  CompletionStage<SweepReport> sweep();

  /**
   * Drops the rest of the grace in a running sweep, or all of it in one that is about to begin:
   * SIGKILL now (a second Ctrl-C).
   */
  void hurry();

  /** Lets launches start; before this they wait. */
  void openGate();

  /** What a sweep came to. */
  record SweepReport(int ended, int killed, List<Integer> unkillable) {
    public SweepReport {
      unkillable = List.copyOf(unkillable);
    }
  }

  /** What the owner of a slot is told. */
  sealed interface Report {
    SlotId slot();
  }

  /** Answer to {@link #attach}: this process runs in the slot. */
  record Running(SlotId slot, long generation, ProcessIdentity process) implements Report {}

  /** No process is in the slot, and no launch waits: after {@link #attach} or {@link #stop}. */
  record Vacant(SlotId slot) implements Report {}

  /** The process of this generation has started. */
  record Launched(SlotId slot, long generation, ProcessIdentity process, Instant at)
      implements Report {}

  /** The process could not be started; {@code reason} is one line for the wisher. */
  record LaunchFailed(SlotId slot, long generation, String reason) implements Report {}

  /** The process has been reaped, and nothing of its group is left. */
  record Exited(SlotId slot, long generation, ExitStatus status, Instant at) implements Report {}

  /**
   * The launch never started: a newer one overtook it, the slot was stopped, or the gate closed.
   */
  record Dropped(SlotId slot, long generation, String reason) implements Report {}

  /** The process outlived SIGKILL; nothing will start in the slot while it lives. */
  record Unkillable(SlotId slot, long generation, int pid) implements Report {}
}

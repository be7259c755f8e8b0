package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.WatcherRunner.Dropped;
import dev.maxdiff.process.WatcherRunner.Report;
import dev.maxdiff.process.WatcherRunner.Running;
import dev.maxdiff.process.WatcherRunner.Unkillable;
import dev.maxdiff.process.WatcherRunner.Vacant;
import dev.maxdiff.process.os.ProcessIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one slot in the registry: its process, the launch that waits for the end of that
 * process, and the owner that receives reports. Confined to the registry.
 */
final class SlotProcess {

  private static final Logger LOG = LoggerFactory.getLogger(SlotProcess.class);

  private final SlotId slot;
  private ActorRef<Report> owner;
  private ActorRef<ProcessBridge.Command> bridge;
  private Launch current;
  private ProcessIdentity process;
  private Launch waiting;
  private long newest = Long.MIN_VALUE;
  private long ended = Long.MIN_VALUE;
  private boolean vacancyAwaited;
  private Unkillable unkillable;

  SlotProcess(SlotId slot) {
    this.slot = slot;
  }

  SlotId slot() {
    return slot;
  }

  void attach(ActorRef<Report> newOwner) {
    owner = newOwner;
    if (process != null) {
      report(new Running(slot, current.generation(), process));
    } else if (current == null) {
      report(new Vacant(slot));
    } // a launch in progress reports its outcome
  }

  /**
   * Accepts the launch as the waiting launch, unless a newer generation was accepted before; drops
   * the launch that waited until now.
   */
  boolean accept(Launch launch) {
    if (launch.generation() <= newest) {
      drop(launch, "generation " + newest + " is newer");
      return false;
    }
    newest = launch.generation();
    dropWaiting("overtaken by generation " + newest);
    waiting = launch;
    vacancyAwaited = false;
    return true;
  }

  void dropWaiting(String reason) {
    if (waiting != null) {
      drop(waiting, reason);
      waiting = null;
    }
  }

  void drop(Launch launch, String reason) {
    report(new Dropped(slot, launch.generation(), reason));
  }

  /** Reports {@link Vacant} now, or when the slot becomes vacant. */
  void awaitVacancy() {
    vacancyAwaited = true;
    reportVacancy();
  }

  private void reportVacancy() {
    if (vacancyAwaited && !isOccupied() && waiting == null) {
      vacancyAwaited = false;
      report(new Vacant(slot));
    }
  }

  boolean isOccupied() {
    return current != null;
  }

  /** Whether the process must end: a launch waits, or an owner awaits the vacancy. */
  boolean isLeaving() {
    return hasWaiting() || vacancyAwaited;
  }

  boolean hasWaiting() {
    return waiting != null;
  }

  /** The waiting launch becomes the current one. */
  Launch takeWaiting() {
    current = waiting;
    waiting = null;
    return current;
  }

  void setBridge(ActorRef<ProcessBridge.Command> newBridge) {
    bridge = newBridge;
  }

  void sendToBridge(ProcessBridge.Command command) {
    if (current != null) {
      bridge.tell(command);
    }
  }

  boolean isCurrent(Launch launch) {
    return current == launch;
  }

  void started(ProcessIdentity started) {
    process = started;
  }

  /** Marks the slot as vacant: the process group of the current launch is empty. */
  void vacate() {
    ended = Math.max(ended, current.generation());
    current = null;
    process = null;
    bridge = null;
    unkillable = null;
  }

  /**
   * Reports an awaited vacancy. The registry calls this after {@link #vacate} and the report of the
   * end.
   */
  void afterVacate() {
    reportVacancy();
  }

  void markUnkillable(Unkillable report) {
    unkillable = report;
  }

  /**
   * Whether the slot has a process, or a launch in progress, that is expected to end: it has not
   * survived SIGKILL.
   */
  boolean mayEnd() {
    return isOccupied() && unkillable == null;
  }

  /**
   * Repeats the report that the process is unkillable, if it is: the cause of a request without
   * effect.
   */
  void reportUnkillable() {
    if (unkillable != null) {
      report(unkillable);
    }
  }

  Launch current() {
    return current;
  }

  /** Returns the pid in the slot; 0 while a launch is in progress. */
  int pid() {
    return process == null ? 0 : process.pid();
  }

  /** Returns the pid of the process, or of what a failed launch has left; 0 = none is known. */
  int remainingPid() {
    return process == null && unkillable != null ? unkillable.pid() : pid();
  }

  /** Returns the highest ended generation; its escapees may still run. */
  long ended() {
    return ended;
  }

  void report(Report report) {
    if (owner == null) {
      LOG.debug("{}: no owner for {}", slot, report);
    } else {
      owner.tell(report);
    }
  }
}

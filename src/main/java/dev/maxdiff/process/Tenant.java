package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.WatcherRunner.Dropped;
import dev.maxdiff.process.WatcherRunner.Report;
import dev.maxdiff.process.WatcherRunner.Running;
import dev.maxdiff.process.WatcherRunner.Unkillable;
import dev.maxdiff.process.WatcherRunner.Vacant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the registry knows of one slot: the process in it, the launch that waits for its end, and
 * who is told. Confined to the registry.
 */
final class Tenant {

  private static final Logger LOG = LoggerFactory.getLogger(Tenant.class);

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

  Tenant(SlotId slot) {
    this.slot = slot;
  }

  SlotId slot() {
    return slot;
  }

  void attach(ActorRef<Report> newOwner) {
    owner = newOwner;
    if (process != null) {
      tell(new Running(slot, current.generation(), process));
    } else if (current == null) {
      tell(new Vacant(slot));
    } // a launch under way is told when it has come back
  }

  /** Takes the launch in unless a newer one was seen; the one it overtakes is dropped. */
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
    tell(new Dropped(slot, launch.generation(), reason));
  }

  /** Tells {@link Vacant} as soon as that is so. */
  void awaitVacancy() {
    vacancyAwaited = true;
    tellVacancy();
  }

  private void tellVacancy() {
    if (vacancyAwaited && !isOccupied() && waiting == null) {
      vacancyAwaited = false;
      tell(new Vacant(slot));
    }
  }

  boolean isOccupied() {
    return current != null;
  }

  /** Whether its process is to end. */
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

  void bridgedBy(ActorRef<ProcessBridge.Command> newBridge) {
    bridge = newBridge;
  }

  void tellBridge(ProcessBridge.Command command) {
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

  /** Nothing of the current launch is left. */
  void vacate() {
    ended = Math.max(ended, current.generation());
    current = null;
    process = null;
    bridge = null;
    unkillable = null;
  }

  /** To be called after {@link #vacate} and its report. */
  void afterVacate() {
    tellVacancy();
  }

  void markUnkillable(Unkillable report) {
    unkillable = report;
  }

  /** Whether it has a process, or a launch under way, that is not known to outlive SIGKILL. */
  boolean mayEnd() {
    return isOccupied() && unkillable == null;
  }

  /** Whoever wants something of the slot meanwhile learns why nothing happens. */
  void tellUnkillable() {
    if (unkillable != null) {
      tell(unkillable);
    }
  }

  Launch current() {
    return current;
  }

  /** The pid in the slot; 0 while a launch has not come back. */
  int pid() {
    return process == null ? 0 : process.pid();
  }

  /** The highest generation of which nothing lives any more, escapees apart. */
  long ended() {
    return ended;
  }

  void tell(Report report) {
    if (owner == null) {
      LOG.debug("{}: nobody is told of {}", slot, report);
    } else {
      owner.tell(report);
    }
  }
}

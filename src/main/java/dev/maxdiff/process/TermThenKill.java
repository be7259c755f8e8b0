package dev.maxdiff.process;

import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.process.ProcessBridge.Command;
import dev.maxdiff.process.ProcessBridge.GraceElapsed;
import dev.maxdiff.process.ProcessBridge.KillElapsed;
import dev.maxdiff.process.os.OwnProcess;

/**
 * Ends one process group: SIGTERM, SIGKILL when the grace has elapsed, and an alarm when the group
 * survives SIGKILL. Confined to its {@link ProcessBridge}, which receives the timers.
 *
 * <p>Each signal is sent once, however often it is requested. SIGTERM never follows SIGKILL.
 */
final class TermThenKill {

  private enum Sent {
    NOTHING,
    SIGTERM,
    SIGKILL
  }

  private final OwnProcess process;
  private final TimerScheduler<Command> timers;
  private final ProcessSettings settings;
  private Sent sent = Sent.NOTHING;

  TermThenKill(OwnProcess process, TimerScheduler<Command> timers, ProcessSettings settings) {
    this.process = process;
    this.timers = timers;
    this.settings = settings;
  }

  /** Sends SIGTERM and starts the grace. */
  void terminate() {
    if (sent == Sent.NOTHING) {
      sent = Sent.SIGTERM;
      process.signalGroup(OwnProcess.Signal.TERM);
      timers.startSingleTimer(GraceElapsed.INSTANCE, settings.grace());
    }
  }

  /** Sends SIGKILL now and ends the grace. */
  void kill() {
    if (sent != Sent.SIGKILL) {
      sent = Sent.SIGKILL;
      timers.cancel(GraceElapsed.INSTANCE);
      process.signalGroup(OwnProcess.Signal.KILL);
      awaitKill();
    }
  }

  /** Ends the grace: the leader has exited, and its reap sends SIGKILL to the rest of the group. */
  void leaderReaped() {
    timers.cancel(GraceElapsed.INSTANCE);
    if (!timers.isTimerActive(KillElapsed.INSTANCE)) {
      awaitKill();
    }
  }

  /** Starts the time after which a group that lives has survived SIGKILL. */
  void awaitKill() {
    timers.startSingleTimer(KillElapsed.INSTANCE, settings.unkillableAfter());
  }

  /** Whether SIGKILL was sent before the leader exited. */
  boolean killed() {
    return sent == Sent.SIGKILL;
  }
}

package dev.maxdiff.supervision;

import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.supervision.SlotRuntimeState.Waiting;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.SlotState.Active;

/**
 * Handles the runner's reports for a slot: first records the facts, then answers waiting
 * withdrawals, then decides on the wish. A report may cross a newer wish; it then changes nothing
 * for that wish. Confined to its supervisor's thread.
 */
final class RunnerReports {

  private final SlotViews slotViews;
  private final SlotEffects effects;
  private final SlotTimers timers;
  private final RestartPolicy restartPolicy;

  RunnerReports(
      SlotViews slotViews, SlotEffects effects, SlotTimers timers, RestartPolicy restartPolicy) {
    this.slotViews = slotViews;
    this.effects = effects;
    this.timers = timers;
    this.restartPolicy = restartPolicy;
  }

  /**
   * @param state seen from the generation in use: {@link SlotRuntimeState#view}
   */
  Transition on(WatcherRunner.Report report, SlotState state, SlotRuntimeState run) {
    if (report instanceof WatcherRunner.Running running) {
      return onRunning(state, run, running);
    } else if (report instanceof WatcherRunner.Vacant) {
      return onVacant(state, run);
    } else if (report instanceof WatcherRunner.Launched launched) {
      return onLaunched(state, run, launched);
    } else if (report instanceof WatcherRunner.Exited exited) {
      return onExited(state, run, exited);
    } else if (report instanceof WatcherRunner.LaunchFailed failed) {
      return onLaunchFailed(state, run, failed);
    } else if (report instanceof WatcherRunner.Dropped dropped) {
      return onDropped(state, run, dropped);
    }
    return onUnkillable(state, run, (WatcherRunner.Unkillable) report);
  }

  /**
   * Handles the answer to an attach: the newest generation keeps running; any other process is
   * replaced or stopped.
   */
  private Transition onRunning(
      SlotState state, SlotRuntimeState run, WatcherRunner.Running running) {
    if (run.waiting != Waiting.ATTACHED) {
      return Transition.NONE;
    }
    run.waiting = Waiting.NOTHING;
    run.processStarted(running.generation(), running.process());
    if (state instanceof Active active && running.generation() != active.generation()) {
      return restartPolicy.again(active, run, "an older generation runs");
    }
    if (state instanceof Active active) {
      watchHealth(run);
      timers.watchExpiry(active, effects.now());
    } else {
      run.waiting = Waiting.STOPPED;
      effects.stop(run.slot);
    }
    slotViews.publish(state, run);
    return Transition.NONE;
  }

  private Transition onVacant(SlotState state, SlotRuntimeState run) {
    Waiting before = run.waiting;
    run.waiting = Waiting.NOTHING;
    if (before == Waiting.STOPPED) {
      run.processGone(run.processGeneration);
      effects.inactive(run.slot, state.generation(), "withdrawn");
      run.answerWithdrawers(true, "withdrawn");
      slotViews.publish(state, run);
    }
    return before == Waiting.ATTACHED && state instanceof Active active
        ? restartPolicy.again(active, run, "the runtime was started again")
        : Transition.NONE;
  }

  private Transition onLaunched(
      SlotState state, SlotRuntimeState run, WatcherRunner.Launched launched) {
    run.processStarted(launched.generation(), launched.process());
    boolean newest = state instanceof Active && launched.generation() == state.generation();
    if (run.waiting == Waiting.ATTACHED && newest) {
      run.waiting = Waiting.NOTHING;
    } else if (run.waiting == Waiting.ATTACHED) {
      return onRunning(
          state,
          run,
          new WatcherRunner.Running(run.slot, launched.generation(), launched.process()));
    }
    if (!newest) {
      return Transition.NONE;
    }
    answerOvertakenWithdrawers(run);
    run.startedAt = launched.at();
    effects.started(run.slot, launched.generation(), launched.process().pid());
    watchHealth(run);
    slotViews.publish(state, run);
    if (run.unusedGenerations > 0) {
      timers.settle(run.slot.slot(), launched.generation());
      return Transition.NONE;
    }
    return restartPolicy.launched(run);
  }

  /** Starts the health timer only after a failure: health has an effect only then. */
  private void watchHealth(SlotRuntimeState run) {
    if (run.failures.inARow() > 0) {
      timers.watchHealth(run.slot.slot());
    }
  }

  private Transition onExited(SlotState state, SlotRuntimeState run, WatcherRunner.Exited exited) {
    effects.retire(run.slot, exited.generation());
    run.processGone(exited.generation());
    timers.processGone(run.slot.slot());
    if (exited.generation() != state.generation()) {
      if (state instanceof Active) {
        run.reaped(effects.reaped(run.slot, exited));
      }
      return onOldOneGone(state, run);
    }
    boolean quiet = restartPolicy.isQuiet();
    if (state instanceof Active active && !quiet) {
      return restartPolicy.ended(active, run, exited.status());
    }
    effects.ended(run.slot, exited.generation(), exited.status(), quiet ? "shutdown" : "withdrawn");
    slotViews.publish(state, run);
    return Transition.NONE;
  }

  /**
   * Handles the end of an older generation. While the answer to an attach is open, the slot is then
   * vacant and the newest generation still has to start.
   */
  private Transition onOldOneGone(SlotState state, SlotRuntimeState run) {
    answerOvertakenWithdrawers(run);
    return run.waiting == Waiting.ATTACHED ? onVacant(state, run) : Transition.NONE;
  }

  /** Answers withdrawals whose watcher a newer wish replaced before its end was reported. */
  private static void answerOvertakenWithdrawers(SlotRuntimeState run) {
    if (run.waiting != Waiting.STOPPED) {
      run.answerWithdrawers(true, "withdrawn");
    }
  }

  private Transition onLaunchFailed(
      SlotState state, SlotRuntimeState run, WatcherRunner.LaunchFailed failed) {
    effects.retire(run.slot, failed.generation());
    run.processGone(failed.generation());
    if (failed.generation() != state.generation()) {
      return onOldOneGone(state, run);
    }
    answerOvertakenWithdrawers(run);
    if (!(state instanceof Active active) || restartPolicy.isQuiet()) {
      return Transition.NONE;
    }
    effects.launchFailed(run.slot, failed.generation(), failed.reason());
    return restartPolicy.notStarted(active, run, "launch failed: " + failed.reason());
  }

  /**
   * Handles a launch that the runner dropped. The newest generation is dropped only by a shutdown
   * of which this supervisor has not been informed yet.
   */
  private Transition onDropped(
      SlotState state, SlotRuntimeState run, WatcherRunner.Dropped dropped) {
    effects.retire(run.slot, dropped.generation());
    boolean newest = dropped.generation() == state.generation();
    if (newest && restartPolicy.isQuiet()) {
      effects.inactive(run.slot, dropped.generation(), "shutdown");
    } else if (newest && state instanceof Active active) {
      return restartPolicy.notStarted(active, run, "dropped: " + dropped.reason());
    }
    return Transition.NONE;
  }

  private Transition onUnkillable(
      SlotState state, SlotRuntimeState run, WatcherRunner.Unkillable unkillable) {
    String process =
        unkillable.pid() == 0
            ? "a launch failed and may have left a process"
            : "process " + unkillable.pid() + " outlived SIGKILL";
    String text = process + "; nothing starts in its slot";
    effects.alert(run.slot, unkillable.generation(), text);
    run.blocked = text;
    slotViews.publish(state, run);
    run.answerWithdrawers(false, text);
    return Transition.NONE;
  }
}

package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.process.ExitStatus;
import dev.maxdiff.supervision.SlotState.Active;
import java.time.Instant;

/**
 * Handles a wish whose watcher has ended, could not start or needs a new start: plans another
 * attempt under a generation of its own, or ends the wish. Confined to its supervisor's thread.
 */
final class Attempts {

  /**
   * The event to persist before a restart. A watcher that keeps ending for the same reason costs
   * one event a minute, whatever the backoff: that event covers the generations of all restarts
   * until the next event.
   *
   * @param generation of the restart
   * @param more number of generations after it that the event covers too
   * @param failures failures in a row
   * @param reason of the last end
   */
  record Plan(long generation, int more, int failures, String reason) {

    /**
     * @param seen the highest generation of the slot that the broker has seen
     */
    static Plan of(
        SupervisionSettings settings, Active state, long seen, int failures, String reason) {
      boolean again = failures > 1 && reason.equals(state.lastReason());
      int covered = again ? settings.restartsWithin(SlotRun.MINUTE, failures) : 1;
      long next = Math.max(state.generation(), seen) + 1;
      return new Plan(next, Math.max(0, covered - 1), failures, reason);
    }

    SlotEvent event(Slot slot, Instant at) {
      return more == 0
          ? new SlotEvent.RestartPlanned(slot, generation, failures, reason, at)
          : new SlotEvent.RestartsPlanned(
              slot, generation, generation + more, failures, reason, at);
    }
  }

  /** The status of an attempt that never became a process. */
  private static final ExitStatus NEVER_STARTED = new ExitStatus(-1, 0);

  private final SupervisionSettings settings;
  private final SupervisionPorts ports;
  private final SlotBoard slotViews;
  private final SlotEffects effects;
  private final SlotTimers timers;
  private final EndRule endRule;
  private boolean quiesced;

  Attempts(
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotBoard slotViews,
      SlotEffects effects,
      SlotTimers timers) {
    this.settings = settings;
    this.ports = ports;
    this.slotViews = slotViews;
    this.effects = effects;
    this.timers = timers;
    this.endRule = new EndRule(settings, ports.random());
  }

  /** Stops all restarts and keeps every wish from its end: the runtime is shutting down. */
  void quiesce() {
    quiesced = true;
    timers.cancelAll();
  }

  boolean isQuiet() {
    return quiesced;
  }

  /** Plans the event that records the running process. */
  Step launched(SlotRun run) {
    return new Step(
        new SlotEvent.Launched(
            run.slot.slot(),
            run.processGeneration,
            run.process.pid(),
            run.process.startTicks(),
            run.process.bootId(),
            effects.now()),
        after -> run.spare = 0);
  }

  Step on(SlotTimers.Due due, SlotState state, SlotRun run) {
    if (due instanceof SlotTimers.RestartDue restart) {
      return onRestartDue(restart, state, run);
    } else if (due instanceof SlotTimers.Settled settled) {
      return onSettled(settled, run);
    } else if (due instanceof SlotTimers.LookAtExpiry) {
      return onLookAtExpiry(state, run);
    }
    run.failures = Failures.NONE;
    return Step.NONE;
  }

  private Step onRestartDue(SlotTimers.RestartDue due, SlotState state, SlotRun run) {
    boolean newest = due.generation() == state.generation();
    return newest && state instanceof Active active ? restart(active, run) : Step.NONE;
  }

  private Step onSettled(SlotTimers.Settled settled, SlotRun run) {
    boolean lives = run.process != null && run.processGeneration == settled.generation();
    return lives ? launched(run) : Step.NONE;
  }

  private Step onLookAtExpiry(SlotState state, SlotRun run) {
    if (state instanceof Active active && !quiesced) {
      if (active.outlivesItsWish() && WishRule.isOver(active.wish(), effects.now())) {
        effects.expiredUnderway(run.slot, active.generation());
        return expire(active, run);
      }
      timers.watchExpiry(active, effects.now());
    }
    return Step.NONE;
  }

  /** Handles the end of the newest watcher of an active wish. */
  Step ended(Active state, SlotRun run, ExitStatus status) {
    if (!status.isDone()) {
      if (!WishRule.isOver(state.wish(), effects.now())) {
        effects.ended(run.slot, state.generation(), status, "restarting");
      }
      return failed(state, run, status, status.toString());
    }
    EndRule.Verdict verdict =
        endRule.decide(run.slot.slot(), state, true, run.failures, effects.now());
    return verdict instanceof EndRule.Restart
        ? again(state, run, "its expiry was extended")
        : over(state, run, verdict, status);
  }

  /** Handles a failed launch of the newest watcher of an active wish. */
  Step notStarted(Active state, SlotRun run, String reason) {
    return failed(state, run, NEVER_STARTED, reason);
  }

  private Step failed(Active state, SlotRun run, ExitStatus status, String reason) {
    run.failures = run.failures.and(ports.nanoTime().getAsLong(), settings.crashLoopWindow());
    run.error = reason;
    EndRule.Verdict verdict =
        endRule.decide(run.slot.slot(), state, false, run.failures, effects.now());
    if (verdict instanceof EndRule.GiveUp) {
      return giveUp(state, run, reason);
    }
    return verdict instanceof EndRule.Restart restart
        ? restartLater(state, run, restart, status)
        : over(state, run, verdict, status);
  }

  private Step giveUp(Active state, SlotRun run, String reason) {
    Slot slot = run.slot.slot();
    return new Step(
        new SlotEvent.CrashLooped(slot, state.generation(), reason, effects.now()),
        after -> {
          effects.crashLooped(run.slot, state.generation(), reason);
          effects.closed(run.slot, state.generation());
          slotViews.publish(after, run);
        });
  }

  /** Schedules a restart. An end with the same reason as the last one is not journalled again. */
  private Step restartLater(Active state, SlotRun run, EndRule.Restart verdict, ExitStatus status) {
    Slot slot = run.slot.slot();
    long generation = state.generation();
    SlotEvent.Ended ended =
        new SlotEvent.Ended(
            slot, generation, status.code(), status.signal(), run.error, effects.now());
    effects.restarting(run.slot, generation, run.failures.inARow(), verdict.delay());
    if (verdict.alert() && run.mayAlert(ports.nanoTime().getAsLong())) {
      effects.alert(run.slot, generation, "keeps failing (" + run.error + "); it is tried again");
    }
    timers.restart(slot, generation, verdict.delay());
    slotViews.publish(state, run);
    boolean repeated = ended.reason().equals(state.lastReason());
    return repeated ? Step.NONE : new Step(ended, after -> run.spare = 0);
  }

  /**
   * Restarts under a generation that is durable already, if one is left and the restart needs no
   * other event.
   */
  private Step restart(Active state, SlotRun run) {
    boolean covered =
        run.isCovered(ports.nanoTime().getAsLong())
            && state.launchesWith(state.launchedUntil())
            && !WishRule.isOver(state.wish(), effects.now())
            && !quiesced;
    if (!covered) {
      return again(state, run, state.lastReason());
    }
    run.spare--;
    launch(run, state.next());
    return Step.NONE;
  }

  /** Plans a restart of the wish under a new generation, or the end of an expired wish. */
  Step again(Active state, SlotRun run, String reason) {
    if (quiesced) {
      return Step.NONE;
    }
    if (WishRule.isOver(state.wish(), effects.now())) {
      return expire(state, run);
    }
    Plan plan =
        Plan.of(settings, state, effects.newestSeen(run.slot), run.failures.inARow(), reason);
    return new Step(
        plan.event(run.slot.slot(), effects.now()),
        after -> {
          run.planned(plan.more(), ports.nanoTime().getAsLong());
          launch(run, (Active) run.view(after));
        });
  }

  private void launch(SlotRun run, Active attempt) {
    effects.launch(attempt);
    slotViews.publish(attempt, run);
  }

  /** Ends an expired wish; stops a process that was started with a later expiry. */
  private Step expire(Active state, SlotRun run) {
    if (run.process != null) {
      run.waiting = SlotRun.Waiting.STOPPED;
      effects.stop(run.slot);
    }
    return over(state, run, new EndRule.IsExpired(), ExitStatus.exited(0));
  }

  private Step over(Active state, SlotRun run, EndRule.Verdict verdict, ExitStatus status) {
    Slot slot = run.slot.slot();
    boolean expired = verdict instanceof EndRule.IsExpired;
    return new Step(
        expired
            ? new SlotEvent.Expired(slot, state.generation(), effects.now())
            : new SlotEvent.Done(slot, state.generation(), effects.now()),
        after -> {
          run.spare = 0;
          effects.ended(run.slot, state.generation(), status, expired ? "expired" : "done");
          effects.closed(run.slot, state.generation());
          slotViews.publish(after, run);
        });
  }
}

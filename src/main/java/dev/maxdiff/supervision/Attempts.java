package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.process.ExitStatus;
import dev.maxdiff.supervision.SlotState.Active;
import java.time.Instant;

/**
 * What becomes of a wish whose watcher ended, could not start or must be started anew: another
 * attempt under a generation of its own, or the wish's end. Used by its supervisor's thread only.
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

  /** Of an attempt that has never come to be a process. */
  private static final ExitStatus NEVER_STARTED = new ExitStatus(-1, 0);

  private final SupervisionSettings settings;
  private final SupervisionPorts ports;
  private final SlotBoard board;
  private final SlotEffects effects;
  private final SlotTimers timers;
  private final EndRule endRule;
  private boolean quiet;

  Attempts(
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotBoard board,
      SlotEffects effects,
      SlotTimers timers) {
    this.settings = settings;
    this.ports = ports;
    this.board = board;
    this.effects = effects;
    this.timers = timers;
    this.endRule = new EndRule(settings, ports.random());
  }

  /** From now on nothing is tried again, and no wish comes to its end. */
  void quiesce() {
    quiet = true;
    timers.cancelAll();
  }

  boolean isQuiet() {
    return quiet;
  }

  /** Writes down which process runs. */
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
    if (state instanceof Active active && !quiet) {
      if (active.outlivesItsWish() && WishRule.isOver(active.wish(), effects.now())) {
        effects.expiredUnderway(run.slot, active.generation());
        return expire(active, run);
      }
      timers.watchExpiry(active, effects.now());
    }
    return Step.NONE;
  }

  /** The newest watcher of a wish that stands has ended. */
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

  /** The newest watcher of a wish that stands could not be started. */
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
          board.publish(after, run);
        });
  }

  /** An end like the last one is not written again. */
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
    board.publish(state, run);
    boolean toldBefore = ended.reason().equals(state.lastReason());
    return toldBefore ? Step.NONE : new Step(ended, after -> run.spare = 0);
  }

  /** Under a number that is durable already, as long as there is nothing to tell. */
  private Step restart(Active state, SlotRun run) {
    boolean covered =
        run.isCovered(ports.nanoTime().getAsLong())
            && state.launchesWith(state.launchedUntil())
            && !WishRule.isOver(state.wish(), effects.now())
            && !quiet;
    if (!covered) {
      return again(state, run, state.lastReason());
    }
    run.spare--;
    launch(run, state.next());
    return Step.NONE;
  }

  /** Tries the wish again under a new generation, unless its time is over. */
  Step again(Active state, SlotRun run, String reason) {
    if (quiet) {
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
    board.publish(attempt, run);
  }

  /** The wish is over; a process that was not told so ends with it. */
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
          board.publish(after, run);
        });
  }
}

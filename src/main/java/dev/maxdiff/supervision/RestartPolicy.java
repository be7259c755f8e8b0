package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.WishDecision;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Handles a wish whose watcher has ended, could not start or needs a new start: plans another
 * attempt under a generation of its own, or ends the wish. Confined to its supervisor's thread.
 */
final class RestartPolicy {

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
      int covered = again ? settings.restartsWithin(SlotRuntimeState.MINUTE, failures) : 1;
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
  private final SlotViews slotViews;
  private final SlotEffects effects;
  private final SlotTimers timers;
  private final WatcherEndRule endRule;
  private final BooleanSupplier quiesced;

  /**
   * @param quiesced whether the supervisor has received {@link WatcherSupervisor.Quiesce}
   */
  RestartPolicy(
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotViews slotViews,
      SlotEffects effects,
      SlotTimers timers,
      BooleanSupplier quiesced) {
    this.settings = settings;
    this.ports = ports;
    this.slotViews = slotViews;
    this.effects = effects;
    this.timers = timers;
    this.quiesced = quiesced;
    this.endRule = new WatcherEndRule(settings, ports.random());
  }

  /** Whether the runtime is shutting down: no wish restarts or ends any more. */
  boolean isQuiet() {
    return quiesced.getAsBoolean();
  }

  /** Plans the event that records the running process. */
  Transition launched(SlotRuntimeState run) {
    return new Transition(
        new SlotEvent.Launched(
            run.slot.slot(),
            run.processGeneration,
            run.process.pid(),
            run.process.startTicks(),
            run.process.bootId(),
            effects.now()),
        after -> run.unusedGenerations = 0);
  }

  Transition on(SlotTimers.Due due, SlotState state, SlotRuntimeState run) {
    if (due instanceof SlotTimers.RestartDue restart) {
      return onRestartDue(restart, state, run);
    } else if (due instanceof SlotTimers.Settled settled) {
      return onSettled(settled, run);
    } else if (due instanceof SlotTimers.LookAtExpiry) {
      return onLookAtExpiry(state, run);
    }
    run.failures = Failures.NONE;
    return Transition.NONE;
  }

  private Transition onRestartDue(
      SlotTimers.RestartDue due, SlotState state, SlotRuntimeState run) {
    boolean newest = due.generation() == state.generation();
    return newest && state instanceof Active active ? restart(active, run) : Transition.NONE;
  }

  private Transition onSettled(SlotTimers.Settled settled, SlotRuntimeState run) {
    boolean lives = run.process != null && run.processGeneration == settled.generation();
    return lives ? launched(run) : Transition.NONE;
  }

  private Transition onLookAtExpiry(SlotState state, SlotRuntimeState run) {
    if (state instanceof Active active && !isQuiet()) {
      if (active.outlivesItsWish() && WishDecision.isOver(active.wish(), effects.now())) {
        effects.expiredUnderway(run.slot, active.generation());
        return expire(active, run);
      }
      timers.watchExpiry(active, effects.now());
    }
    return Transition.NONE;
  }

  /** Handles the end of the newest watcher of an active wish. */
  Transition ended(Active state, SlotRuntimeState run, ExitStatus status) {
    if (!status.isDone()) {
      if (!WishDecision.isOver(state.wish(), effects.now())) {
        effects.ended(run.slot, state.generation(), status, "restarting");
      }
      return failed(state, run, status, status.toString());
    }
    WatcherEndRule.Outcome outcome =
        endRule.decide(run.slot.slot(), state, true, run.failures, effects.now());
    return outcome instanceof WatcherEndRule.Restart
        ? again(state, run, "its expiry was extended")
        : over(state, run, outcome, status);
  }

  /** Handles a failed launch of the newest watcher of an active wish. */
  Transition notStarted(Active state, SlotRuntimeState run, String reason) {
    return failed(state, run, NEVER_STARTED, reason);
  }

  private Transition failed(Active state, SlotRuntimeState run, ExitStatus status, String reason) {
    run.failures = run.failures.and(ports.nanoTime().getAsLong(), settings.crashLoopWindow());
    run.error = reason;
    WatcherEndRule.Outcome outcome =
        endRule.decide(run.slot.slot(), state, false, run.failures, effects.now());
    if (outcome instanceof WatcherEndRule.GiveUp) {
      return giveUp(state, run, reason);
    }
    return outcome instanceof WatcherEndRule.Restart restart
        ? restartLater(state, run, restart, status)
        : over(state, run, outcome, status);
  }

  private Transition giveUp(Active state, SlotRuntimeState run, String reason) {
    Slot slot = run.slot.slot();
    return new Transition(
        new SlotEvent.CrashLooped(slot, state.generation(), reason, effects.now()),
        after -> {
          effects.crashLooped(run.slot, state.generation(), reason);
          effects.closed(run.slot, state.generation());
          slotViews.publish(after, run);
        });
  }

  /** Schedules a restart. An end with the same reason as the last one is not journalled again. */
  private Transition restartLater(
      Active state, SlotRuntimeState run, WatcherEndRule.Restart restart, ExitStatus status) {
    Slot slot = run.slot.slot();
    long generation = state.generation();
    SlotEvent.Ended ended =
        new SlotEvent.Ended(
            slot, generation, status.code(), status.signal(), run.error, effects.now());
    effects.restarting(run.slot, generation, run.failures.inARow(), restart.delay());
    if (restart.alert() && run.mayAlert(ports.nanoTime().getAsLong())) {
      effects.alert(run.slot, generation, "keeps failing (" + run.error + "); it is tried again");
    }
    timers.restart(slot, generation, restart.delay());
    slotViews.publish(state, run);
    boolean repeated = ended.reason().equals(state.lastReason());
    return repeated ? Transition.NONE : new Transition(ended, after -> run.unusedGenerations = 0);
  }

  /**
   * Restarts under a generation that is durable already, if one is left and the restart needs no
   * other event.
   */
  private Transition restart(Active state, SlotRuntimeState run) {
    boolean covered =
        run.isCovered(ports.nanoTime().getAsLong())
            && state.launchesWith(state.launchedUntil())
            && !WishDecision.isOver(state.wish(), effects.now())
            && !isQuiet();
    if (!covered) {
      return again(state, run, state.lastReason());
    }
    run.unusedGenerations--;
    launch(run, state.next());
    return Transition.NONE;
  }

  /** Plans a restart of the wish under a new generation, or the end of an expired wish. */
  Transition again(Active state, SlotRuntimeState run, String reason) {
    if (isQuiet()) {
      return Transition.NONE;
    }
    if (WishDecision.isOver(state.wish(), effects.now())) {
      return expire(state, run);
    }
    Plan plan =
        Plan.of(settings, state, effects.newestSeen(run.slot), run.failures.inARow(), reason);
    return new Transition(
        plan.event(run.slot.slot(), effects.now()),
        after -> {
          run.planned(plan.more(), ports.nanoTime().getAsLong());
          launch(run, (Active) run.view(after));
        });
  }

  private void launch(SlotRuntimeState run, Active attempt) {
    effects.launch(attempt);
    slotViews.publish(attempt, run);
  }

  /** Ends an expired wish; stops a process that was started with a later expiry. */
  private Transition expire(Active state, SlotRuntimeState run) {
    if (run.process != null) {
      run.waiting = SlotRuntimeState.Waiting.STOPPED;
      effects.stop(run.slot);
    }
    return over(state, run, new WatcherEndRule.IsExpired(), ExitStatus.exited(0));
  }

  private Transition over(
      Active state, SlotRuntimeState run, WatcherEndRule.Outcome outcome, ExitStatus status) {
    Slot slot = run.slot.slot();
    boolean expired = outcome instanceof WatcherEndRule.IsExpired;
    return new Transition(
        expired
            ? new SlotEvent.Expired(slot, state.generation(), effects.now())
            : new SlotEvent.Done(slot, state.generation(), effects.now()),
        after -> {
          run.unusedGenerations = 0;
          effects.ended(run.slot, state.generation(), status, expired ? "expired" : "done");
          effects.closed(run.slot, state.generation());
          slotViews.publish(after, run);
        });
  }
}

package dev.maxdiff.supervision;

import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The timers of one key's slots. A slot has one timer of each kind; a new start replaces it. */
final class SlotTimers {

  /**
   * Interval between two checks of an expiry; the watchers' time runs faster than timers under
   * replay.
   */
  private static final Duration EXPIRY_LOOK = Duration.ofSeconds(1);

  /** A timer has elapsed. */
  sealed interface Due {
    Slot slot();
  }

  /** The pause after a failure of {@code generation} has elapsed. */
  record RestartDue(Slot slot, long generation) implements Due {}

  /** The process has run for long enough to count as healthy. */
  record Healthy(Slot slot) implements Due {}

  /** A process whose launch was not journalled has run for a minute. */
  record Settled(Slot slot, long generation) implements Due {}

  /** The wish may have expired before the expiry with which its process was started. */
  record LookAtExpiry(Slot slot) implements Due {}

  private record Key(Class<? extends Due> kind, Slot slot) {}

  private final TimerScheduler<WatcherSupervisor.Command> timers;
  private final Function<Due, WatcherSupervisor.Command> message;
  private final Duration healthyAfter;

  SlotTimers(
      TimerScheduler<WatcherSupervisor.Command> timers,
      Function<Due, WatcherSupervisor.Command> message,
      Duration healthyAfter) {
    this.timers = timers;
    this.message = message;
    this.healthyAfter = healthyAfter;
  }

  void restart(Slot slot, long generation, Duration delay) {
    start(new RestartDue(slot, generation), delay);
  }

  boolean restartIsComing(Slot slot) {
    return timers.isTimerActive(new Key(RestartDue.class, slot));
  }

  void watchHealth(Slot slot) {
    start(new Healthy(slot), healthyAfter);
  }

  void settle(Slot slot, long generation) {
    start(new Settled(slot, generation), SlotRuntimeState.MINUTE);
  }

  /**
   * Checks the expiry of a wish whose process was started with a later expiry; the supervisor ends
   * such a process.
   */
  void watchExpiry(Active state, Instant now) {
    if (state.outlivesItsWish()) {
      Duration left = Duration.between(now, state.wish().expiry().orElseThrow());
      Duration pause = left.compareTo(EXPIRY_LOOK) < 0 ? left : EXPIRY_LOOK;
      start(
          new LookAtExpiry(state.wish().slotId().slot()),
          pause.isNegative() ? Duration.ZERO : pause);
    }
  }

  /** Cancels the timers that need a running process. */
  void processGone(Slot slot) {
    cancel(Healthy.class, slot);
    cancel(Settled.class, slot);
  }

  void cancel(Slot slot) {
    processGone(slot);
    cancel(RestartDue.class, slot);
    cancel(LookAtExpiry.class, slot);
  }

  void cancelAll() {
    timers.cancelAll();
  }

  private void start(Due due, Duration delay) {
    timers.startSingleTimer(new Key(due.getClass(), due.slot()), message.apply(due), delay);
  }

  private void cancel(Class<? extends Due> kind, Slot slot) {
    timers.cancel(new Key(kind, slot));
  }
}

package dev.maxdiff.supervision;

import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.SlotState.Active;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** The timers of one key's slots. A slot has one of each kind: starting it again moves it. */
final class SlotTimers {

  /** Under replay the watchers' time runs faster than timers do. */
  private static final Duration EXPIRY_LOOK = Duration.ofSeconds(1);

  /** What the supervisor is told when a timer has run out. */
  sealed interface Due {
    Slot slot();
  }

  /** The pause after a failure of {@code generation} is over. */
  record RestartDue(Slot slot, long generation) implements Due {}

  /** The process has lived for long enough to be called healthy. */
  record Healthy(Slot slot) implements Due {}

  /** A process whose launch was not worth an event has lived for a minute. */
  record Settled(Slot slot, long generation) implements Due {}

  /** The wish of a watcher that was started to run longer may be over. */
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
    start(new Settled(slot, generation), SlotRun.MINUTE);
  }

  /** A watcher that runs longer than its wish goes is ended by its supervisor. */
  void watchExpiry(Active state, Instant now) {
    if (state.outlivesItsWish()) {
      Duration left = Duration.between(now, state.wish().expiry().orElseThrow());
      Duration pause = left.compareTo(EXPIRY_LOOK) < 0 ? left : EXPIRY_LOOK;
      start(
          new LookAtExpiry(state.wish().slotId().slot()),
          pause.isNegative() ? Duration.ZERO : pause);
    }
  }

  /** Its process is gone: it becomes neither healthy nor settled. */
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

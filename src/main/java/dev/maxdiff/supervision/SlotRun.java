package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a supervisor holds in its hands about one slot: gone after a crash, made again from the
 * journal and the runner. Used by its supervisor's thread only.
 */
final class SlotRun {

  /** What repeats itself is told once in this time. */
  static final Duration MINUTE = Duration.ofMinutes(1);

  /** Whether the runner has yet to say what is in the slot. */
  enum Waiting {
    NOTHING,
    ATTACHED,
    STOPPED
  }

  final SlotId slot;
  final List<ActorRef<Withdrawal>> withdrawers = new ArrayList<>();
  Waiting waiting = Waiting.NOTHING;
  Failures failures = Failures.NONE;
  ProcessIdentity process;
  long processGeneration;
  Instant startedAt;
  String error;

  /** Generations that are durable and not used yet: the newest of the state. */
  long spare;

  /** Monotonic times of the newest restart that was written, and of the newest alert. */
  private long plannedAt;

  private Long alertedAt;

  /**
   * Overtaken watchers that have ended; written with the next event, for a launch waits for none.
   */
  private final List<SlotEvent> reaped = new ArrayList<>();

  /** Why nothing starts in the slot; null while it may. */
  String blocked;

  SlotRun(SlotId slot) {
    this.slot = slot;
  }

  void runs(long generation, ProcessIdentity identity) {
    process = identity;
    processGeneration = generation;
  }

  void reaped(SlotEvent.Reaped end) {
    reaped.add(end);
  }

  /** What is to be written before {@code event}, and that event. */
  List<SlotEvent> withReaped(SlotEvent event) {
    List<SlotEvent> events = new ArrayList<>(reaped);
    events.add(event);
    reaped.clear();
    return events;
  }

  void gone(long generation) {
    blocked = null;
    if (processGeneration == generation) {
      process = null;
      processGeneration = 0;
    }
  }

  /** What the journal knows, as of the generation that is in use. */
  SlotState view(SlotState state) {
    return spare > 0 && state instanceof SlotState.Active active
        ? active.at(active.generation() - spare)
        : state;
  }

  /** A restart was written that covers {@code more} further ones. */
  void planned(long more, long nanos) {
    spare = more;
    plannedAt = nanos;
  }

  /** Whether the next restart is covered by one that was written within the last minute. */
  boolean isCovered(long nanos) {
    return spare > 0 && nanos - plannedAt < MINUTE.toNanos();
  }

  /** True at most once a minute. */
  boolean mayAlert(long nanos) {
    boolean may = alertedAt == null || nanos - alertedAt >= MINUTE.toNanos();
    if (may) {
      alertedAt = nanos;
    }
    return may;
  }

  /** Nothing lives in the slot: whoever withdrew it is told. */
  void answerWithdrawers(boolean done, String words) {
    withdrawers.forEach(replyTo -> replyTo.tell(new Withdrawal(slot, done, words)));
    withdrawers.clear();
  }

  void forget() {
    waiting = Waiting.NOTHING;
    failures = Failures.NONE;
    spare = 0;
    reaped.clear();
    alertedAt = null;
    process = null;
    processGeneration = 0;
    blocked = null;
    answerWithdrawers(false, "its supervisor was restarted, ask again");
  }
}

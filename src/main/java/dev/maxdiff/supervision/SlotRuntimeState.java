package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotHold;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The runtime state of one slot in its supervisor. It is lost in a crash and rebuilt from the
 * journal and the runner's reports. Confined to its supervisor's thread.
 */
final class SlotRuntimeState {

  /**
   * Identical restarts within this interval are journalled as one event; alerts are sent at most
   * once in it.
   */
  static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * The report that the slot awaits from the runner: none, the answer to an attach, or the vacancy
   * after a stop.
   */
  enum Waiting {
    NOTHING,
    ATTACHED,
    STOPPED
  }

  final SlotId slot;
  final List<ActorRef<WithdrawalOutcome>> withdrawers = new ArrayList<>();
  Waiting waiting = Waiting.NOTHING;
  Failures failures = Failures.NONE;
  ProcessIdentity process;
  long processGeneration;
  Instant startedAt;
  String error;

  /** The number of newest generations that are durable and unused. */
  long unusedGenerations;

  /** {@code System.nanoTime} readings of the newest journalled restart and of the newest alert. */
  private long plannedAt;

  private Long alertedAt;

  /**
   * The ends of superseded watchers. They are journalled with the next event, so that no launch
   * waits for them.
   */
  private final List<SlotEvent> reaped = new ArrayList<>();

  /** The reason why no process starts in the slot; null = none. */
  String blocked;

  /** The journalled hold. */
  SlotHold hold = SlotHold.NONE;

  SlotRuntimeState(SlotId slot) {
    this.slot = slot;
  }

  void processStarted(long generation, ProcessIdentity identity) {
    process = identity;
    processGeneration = generation;
  }

  void reaped(SlotEvent.Reaped end) {
    reaped.add(end);
  }

  /** Returns the recorded ends followed by {@code event}, and clears the ends. */
  List<SlotEvent> withReaped(SlotEvent event) {
    List<SlotEvent> events = new ArrayList<>(reaped);
    events.add(event);
    reaped.clear();
    return events;
  }

  void processGone(long generation) {
    blocked = null;
    if (processGeneration == generation) {
      process = null;
      processGeneration = 0;
    }
  }

  /** Returns the journalled state as of the generation in use. */
  SlotState view(SlotState state) {
    return unusedGenerations > 0 && state instanceof SlotState.Active active
        ? active.at(active.generation() - unusedGenerations)
        : state;
  }

  /** Records a journalled restart that covers {@code more} later generations. */
  void planned(long more, long nanos) {
    unusedGenerations = more;
    plannedAt = nanos;
  }

  /** Returns whether a restart event of the last minute covers the next restart. */
  boolean isCovered(long nanos) {
    return unusedGenerations > 0 && nanos - plannedAt < MINUTE.toNanos();
  }

  /** Returns true at most once a minute. */
  boolean mayAlert(long nanos) {
    boolean may = alertedAt == null || nanos - alertedAt >= MINUTE.toNanos();
    if (may) {
      alertedAt = nanos;
    }
    return may;
  }

  /** Answers all waiting withdrawals. */
  void answerWithdrawers(boolean done, String words) {
    withdrawers.forEach(replyTo -> replyTo.tell(new WithdrawalOutcome(slot, done, words)));
    withdrawers.clear();
  }

  /** A new wish takes the slot: the earlier wish's failures do not count for it. */
  void wishReplaced() {
    failures = Failures.NONE;
    error = null;
    waiting = Waiting.NOTHING;
  }

  /** The wish is withdrawn: the runner stops the process. */
  void stopping() {
    unusedGenerations = 0;
    waiting = Waiting.STOPPED;
  }

  /** Resets the state after a recovery, until the runner answers the attach. */
  void reset() {
    waiting = Waiting.ATTACHED;
    failures = Failures.NONE;
    unusedGenerations = 0;
    reaped.clear();
    alertedAt = null;
    process = null;
    processGeneration = 0;
    blocked = null;
    answerWithdrawers(false, "the supervisor was restarted, ask again");
  }
}

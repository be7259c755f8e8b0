package dev.maxdiff.replay;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The clock of virtual time and the queue of the actions that are due on it, for one thread.
 *
 * <p>Actions run in the order of their instant. Actions of one instant run in the order of their
 * {@link Rank}, then of their subject (the natural order of the text), then of their number, which
 * is the order in which they were scheduled. An exception of an action leaves the timeline usable:
 * it goes to the caller, and the next call continues with the next action.
 *
 * <p>An action may take time: {@link #pass} advances the clock inside it and runs the due actions
 * of earlier ranks only, as an exchange and other processes go on while a program waits for an
 * answer. Other actions that became due run after it, at the time that the clock has then.
 */
public final class Timeline implements InstantSource {

  /** Who acts; an action is interrupted by actions of earlier ranks only. */
  public enum Rank {
    /** The exchange: a request arrives there, or something settles. */
    EXCHANGE,

    /** Persons and the operating system: a wish arrives, a process ends. */
    WORLD,

    /** The program under test: its polls, timers and answers. */
    PROGRAM
  }

  private record Scheduled(Instant at, String subject, long number, Runnable action) {}

  private static final Comparator<Scheduled> ORDER =
      Comparator.comparing(Scheduled::at)
          .thenComparing(Scheduled::subject)
          .thenComparingLong(Scheduled::number);

  /** The queue of each rank. */
  private final List<PriorityQueue<Scheduled>> queues =
      Stream.of(Rank.values()).map(rank -> new PriorityQueue<>(ORDER)).toList();

  private final List<Consumer<Instant>> followers = new ArrayList<>();
  private Instant now;
  private long numbers;

  /** The ranks before this one may act. */
  private int ranks = queues.size();

  public Timeline(Instant start) {
    now = requireNonNull(start, "start");
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Returns the clock in nanoseconds, for code that measures durations. */
  public long nanoTime() {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /**
   * Adds a listener that gets the new time whenever the clock has moved, before the actions of that
   * instant. Listeners are called in the order in which they were added.
   */
  public void follow(Consumer<Instant> listener) {
    followers.add(requireNonNull(listener, "listener"));
  }

  /**
   * Schedules an action after a delay.
   *
   * @param subject whom the action concerns, for example a slot; orders the actions of one instant
   *     independently of the order in which they were scheduled
   */
  public void schedule(Duration delay, Rank rank, String subject, Runnable action) {
    schedule(now.plus(delay), rank, subject, action);
  }

  /** Schedules an action at an instant; one in the past is due at once. */
  public void schedule(Instant at, Rank rank, String subject, Runnable action) {
    Instant due = at.isBefore(now) ? now : at;
    queues
        .get(rank.ordinal())
        .add(
            new Scheduled(
                due,
                requireNonNull(subject, "subject"),
                numbers++,
                requireNonNull(action, "action")));
  }

  /**
   * Advances the clock by a time within the current action and runs the actions of earlier ranks
   * that are due until then, its end included. Outside of an action it runs all due actions.
   */
  public void pass(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: not negative)");
    }
    Instant end = now.plus(time);
    for (int rank = first(); rank >= 0 && !head(rank).isAfter(end); rank = first()) {
      runNext(rank);
    }
    advanceTo(end);
  }

  /**
   * Runs all actions that are due before {@code end}, then sets the clock to {@code end}. The
   * actions due at {@code end} are left to the next call.
   */
  public void playUntil(Instant end) {
    if (ranks < queues.size()) {
      throw new IllegalStateException("playUntil within an action (expected: pass)");
    }
    for (int rank = first(); rank >= 0 && head(rank).isBefore(end); rank = first()) {
      runNext(rank);
    }
    advanceTo(end);
  }

  /** The rank that acts next, or -1 when none is due that may act. */
  private int first() {
    int first = -1;
    for (int rank = 0; rank < ranks; rank++) {
      boolean due = !queues.get(rank).isEmpty();
      if (due && (first < 0 || head(rank).isBefore(head(first)))) {
        first = rank;
      }
    }
    return first;
  }

  private Instant head(int rank) {
    return queues.get(rank).element().at;
  }

  private void runNext(int rank) {
    Scheduled next = queues.get(rank).remove();
    advanceTo(next.at);
    int before = ranks;
    ranks = rank;
    try {
      next.action.run();
    } finally {
      ranks = before;
    }
  }

  private void advanceTo(Instant at) {
    if (at.isAfter(now)) {
      now = at;
      followers.forEach(follower -> follower.accept(at));
    }
  }
}

package dev.maxdiff.broker.alpaca.rest;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The retry policy for a GET without a complete response. Other methods are never repeated.
 *
 * @param attempts total number of attempts, at least 1
 * @param firstPause pause before the second attempt; doubles with each further attempt
 */
public record GetRetry(int attempts, Duration firstPause) {

  /** One attempt. A watcher uses this policy, because its next poll is the next attempt. */
  public static final GetRetry NONE = new GetRetry(1, Duration.ZERO);

  /** Failures after which a GET is repeated; an incomplete response counts as none. */
  private static final Set<Failure> UNANSWERED =
      EnumSet.of(Failure.UNREACHABLE, Failure.UNRESOLVED, Failure.MALFORMED);

  public GetRetry {
    if (attempts < 1 || firstPause.isNegative()) {
      throw new IllegalArgumentException(
          "retry: " + attempts + " × " + firstPause + " (expected: attempts >= 1, pause >= 0)");
    }
  }

  /** Whether a GET that has failed is sent again. */
  boolean repeats(BrokerException e, int attempt) {
    return UNANSWERED.contains(e.failure()) && attempt < attempts;
  }

  /**
   * Half of the pause plus a random share of the other half, so that clients that failed together
   * retry at different times.
   *
   * @param attempt number of the failed attempt, from 1
   * @param chance from 0 to less than 1
   */
  Duration pauseAfter(int attempt, double chance) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, 16));
    return Duration.ofNanos((long) (pause.toNanos() * (0.5 + chance / 2)));
  }
}

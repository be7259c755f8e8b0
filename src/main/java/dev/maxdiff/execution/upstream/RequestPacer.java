package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.RateBudget.Purpose;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Delays or refuses requests by the request budget; every request but order requests passes it. No
 * call blocks.
 */
final class RequestPacer {

  /** Longest wait of a read that an order needs; orders of its symbol wait with it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longest wait of a read for display; the watcher repeats it. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

  private static final Duration STEP = Duration.ofMillis(50);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(STEP.toMillis(), TimeUnit.MILLISECONDS);

  private final RateBudget budget;
  private final Duration oldest;
  private final LongSupplier nanos;

  /**
   * @param oldest age beyond which data are not returned
   * @param nanos a monotonic clock
   */
  RequestPacer(RateBudget budget, Duration oldest, LongSupplier nanos) {
    this.budget = budget;
    this.oldest = oldest;
    this.nanos = nanos;
  }

  long now() {
    return nanos.getAsLong();
  }

  /** Returns the time for which the broker wants no request; zero = it takes requests. */
  Duration retryAfter() {
    return budget.retryAfter();
  }

  /** Returns the purpose of a read: age zero means a decision depends on it. */
  static Purpose purpose(Duration maxAge) {
    return maxAge.isZero() ? Purpose.LOOKUP : Purpose.READ;
  }

  /**
   * Whether to return this older value: the budget allows no request, and the value is below the
   * age limit.
   */
  boolean mayReuse(Timestamped<?> aged, Duration maxAge) {
    return !maxAge.isZero()
        && !budget.allows(Purpose.READ)
        && aged.age(now()).compareTo(oldest) <= 0;
  }

  /**
   * Completes when the budget allows a request; waits longer if a decision depends on it.
   *
   * @return fails with a {@link BrokerException} if the budget allows none in time
   */
  CompletionStage<Void> admit(Purpose purpose) {
    Duration patience = purpose == Purpose.LOOKUP ? PATIENCE : SHORT_PATIENCE;
    return admitBefore(System.nanoTime() + patience.toNanos(), purpose);
  }

  private CompletionStage<Void> admitBefore(long deadline, Purpose purpose) {
    if (budget.allows(purpose)) {
      return CompletableFuture.completedStage(null);
    }
    return System.nanoTime() - deadline >= 0
        ? CompletableFuture.failedStage(usedUp())
        : CompletableFuture.runAsync(() -> {}, LATER)
            .thenCompose(waited -> admitBefore(deadline, purpose));
  }

  private BrokerException usedUp() {
    return new BrokerException(
        Failure.RATE_LIMITED,
        429,
        0,
        "not sent, to stay within the request budget: " + budget.describe());
  }
}

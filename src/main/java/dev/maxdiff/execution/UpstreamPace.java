package dev.maxdiff.execution;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.RateBudget.Purpose;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** When the broker may be asked something; every request but those for orders comes by here. */
final class UpstreamPace {

  /** What an order needs waits so long for its turn; orders of its slot wait with it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What is only to be shown is refused sooner; its watcher asks again. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

  private static final Duration STEP = Duration.ofMillis(50);

  private final RateBudget budget;
  private final Duration oldest;
  private final LongSupplier nanos;

  /**
   * @param oldest age beyond which nothing is shown any more
   * @param nanos a monotonic clock
   */
  UpstreamPace(RateBudget budget, Duration oldest, LongSupplier nanos) {
    this.budget = budget;
    this.oldest = oldest;
    this.nanos = nanos;
  }

  long now() {
    return nanos.getAsLong();
  }

  /** Who wants it read now decides something on it; others only look. */
  private static Purpose purpose(Duration maxAge) {
    return maxAge.isZero() ? Purpose.LOOKUP : Purpose.READ;
  }

  /** Whether to show this although it is older than wished: nobody may ask, and it will do. */
  boolean spares(Aged<?> aged, Duration maxAge) {
    return !maxAge.isZero()
        && !budget.allows(Purpose.READ)
        && aged.age(now()).compareTo(oldest) <= 0;
  }

  /** Waits its turn, longer where something is to be decided. */
  void admit(Duration maxAge) {
    Purpose purpose = purpose(maxAge);
    Duration patience = purpose == Purpose.LOOKUP ? PATIENCE : SHORT_PATIENCE;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!budget.allows(purpose)) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        throw new BrokerException(
            Failure.RATE_LIMITED, 429, 0, "not asked, to spare the broker: " + budget.words());
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}

package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The broker's clock, advanced locally between two requests until the exchange opens or closes.
 * Thread-safe; no call blocks.
 */
final class SharedClock {

  /**
   * Time between two requests; the drift of two clocks in this time is less than the transit of an
   * answer.
   */
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  private final RequestPacer pace;
  private final SharedRead<Seen> read;

  /**
   * @param at arrival of the answer, monotonic, nanoseconds; not the request, which may have been
   *     repeated
   */
  private record Seen(MarketClock clock, long at) {}

  SharedClock(RequestPacer pace, Supplier<CompletionStage<MarketClock>> source) {
    this.pace = pace;
    this.read =
        new SharedRead<>(pace, () -> source.get().thenApply(clock -> new Seen(clock, pace.now())));
  }

  /**
   * Completes with the current time of the broker.
   *
   * @param maxAge zero = a new request; otherwise the time may be computed from an earlier answer
   */
  CompletionStage<Timestamped<MarketClock>> read(Duration maxAge) {
    return maxAge.isZero()
        ? read.read(maxAge).thenApply(now -> now.map(Seen::clock))
        : read.read(TRUSTED).thenApply(this::reckoned).thenCompose(this::afterChange);
  }

  /** Reads again if the exchange has opened or closed since the answer. */
  private CompletionStage<Timestamped<MarketClock>> afterChange(Timestamped<MarketClock> clock) {
    if (!isOver(clock.value())) {
      return CompletableFuture.completedStage(clock);
    }
    read.invalidate();
    return read.read(TRUSTED).thenApply(this::reckoned);
  }

  private Timestamped<MarketClock> reckoned(Timestamped<Seen> read) {
    MarketClock clock = read.value().clock;
    Instant now = clock.at().plusNanos(pace.now() - read.value().at);
    return read.map(
        seen -> new MarketClock(now, clock.isOpen(), clock.nextOpen(), clock.nextClose()));
  }

  private static boolean isOver(MarketClock clock) {
    Instant change = clock.isOpen() ? clock.nextClose() : clock.nextOpen();
    return change != null && !clock.at().isBefore(change);
  }
}

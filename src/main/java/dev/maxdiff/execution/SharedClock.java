package dev.maxdiff.execution;

import dev.maxdiff.broker.MarketClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The broker's clock, which goes on by itself between two looks at it until the exchange opens or
 * closes. Thread-safe; readers block.
 */
final class SharedClock {

  /** Two clocks part by less in this time than an answer takes on its way. */
  private static final Duration TRUSTED = Duration.ofMinutes(1);

  private final UpstreamPace pace;
  private final SharedRead<Seen> read;

  /**
   * @param at when it had been answered: to be asked twice may have taken long
   */
  private record Seen(MarketClock clock, long at) {}

  SharedClock(UpstreamPace pace, Supplier<MarketClock> source) {
    this.pace = pace;
    this.read = new SharedRead<>(pace, () -> new Seen(source.get(), pace.now()));
  }

  /**
   * The time now.
   *
   * @param maxAge zero = as the broker says it now; else it may be reckoned
   */
  Aged<MarketClock> read(Duration maxAge) {
    if (maxAge.isZero()) {
      return read.read(maxAge).map(Seen::clock);
    }
    Aged<MarketClock> reckoned = reckoned(read.read(TRUSTED));
    if (isOver(reckoned.value())) {
      read.invalidate();
      return reckoned(read.read(TRUSTED));
    }
    return reckoned;
  }

  private Aged<MarketClock> reckoned(Aged<Seen> read) {
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

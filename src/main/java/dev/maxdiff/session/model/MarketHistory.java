package dev.maxdiff.session.model;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The trades of the market up to now, no later ones.
 *
 * <p>Methods read memory only and may be called on any thread. All times are exchange time.
 */
public interface MarketHistory {

  /** The time of the exchange's clock. */
  Instant now();

  /**
   * Returns the complete bars that end at or before {@code until} and now, ascending. Bars start at
   * multiples of their length since the epoch; an interval without a trade has no bar.
   */
  List<Bar> bars(Symbol symbol, Duration barLength, Instant until);

  /**
   * Returns the price of the last trade at or before {@code at} and now; empty before the first
   * trade.
   */
  Optional<Price> last(Symbol symbol, Instant at);

  /** Returns the price of the newest trade; empty before the first trade. */
  default Optional<Price> last(Symbol symbol) {
    return last(symbol, now());
  }

  /** The finished fraction of the replay, 0 to 1; 0 on a live market. */
  double progress();

  /** The start of the data, including the warm-up. */
  Instant start();

  /** The end of the replayed data; empty on a live market. */
  Optional<Instant> end();
}

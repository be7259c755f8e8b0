package dev.maxdiff.session.model;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the market has shown so far, and nothing later.
 *
 * <p>Answers at once, from memory, on any thread. Times are the exchange's.
 */
public interface MarketHistory {

  /** The exchange's clock. */
  Instant now();

  /**
   * The complete bars that end at or before {@code until} and before now, ascending, aligned to
   * whole multiples of their length since the epoch; a stretch without a trade has no bar.
   */
  List<Bar> bars(Symbol symbol, Duration barLength, Instant until);

  /** The last trade at or before an instant, and not after now; empty before the first. */
  Optional<Price> last(Symbol symbol, Instant at);

  /** The newest trade; empty before the first. */
  default Optional<Price> last(Symbol symbol) {
    return last(symbol, now());
  }

  /** How much of the replay has passed, 0 to 1; 0 on a live market. */
  double progress();

  /** Where the session's data begins, warm-up included. */
  Instant start();

  /** Where the replayed data ends; empty on a live market. */
  Optional<Instant> end();
}

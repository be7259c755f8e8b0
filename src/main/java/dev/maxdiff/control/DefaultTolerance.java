package dev.maxdiff.control;

import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;

/**
 * The default tolerance of an entry. While the stock exchange is closed, active crypto pairs get a
 * wider tolerance, and the best-ranked of them order without waiting for the quote.
 *
 * @param tolerance fraction
 */
record DefaultTolerance(BigDecimal tolerance, boolean force) {

  /**
   * @param rank rank among the crypto picks of a round, counted from 1; null = not ranked
   */
  static DefaultTolerance of(
      Symbol symbol, Integer rank, boolean exchangeOpen, ControlSettings settings) {
    if (!symbol.isActiveCrypto() || exchangeOpen) {
      return new DefaultTolerance(settings.entryTolerance(), false);
    }
    boolean best = rank != null && rank <= settings.outOfHoursForceCount();
    return new DefaultTolerance(settings.outOfHoursTolerance(), best);
  }
}

package dev.maxdiff.broker;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;

/**
 * The trading rules of a symbol.
 *
 * @param assetClass Alpaca's {@code class}, for example {@code us_equity}
 * @param minimumOrder smallest order, in base units
 */
public record Asset(
    Symbol symbol,
    String assetClass,
    Increments increments,
    BigDecimal minimumOrder,
    boolean tradable,
    boolean fractionable,
    boolean shortable) {

  /** An asset of the class that follows from the form of its symbol. */
  public Asset(
      Symbol symbol,
      Increments increments,
      BigDecimal minimumOrder,
      boolean tradable,
      boolean fractionable,
      boolean shortable) {
    this(
        symbol,
        symbol.assetClass().brokerName(),
        increments,
        minimumOrder,
        tradable,
        fractionable,
        shortable);
  }
}

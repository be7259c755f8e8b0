package dev.maxdiff.session.forecast;

import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.session.model.MarketHistory;
import java.util.Optional;

/** Turns what the market has shown so far into the prices of one symbol and strategy. */
public interface Forecaster {

  /** The forecast as of {@code market.now()}; empty when there is too little data for one. */
  Optional<PriceTable> forecast(Symbol symbol, Strategy strategy, MarketHistory market);
}

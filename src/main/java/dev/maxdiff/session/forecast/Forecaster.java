package dev.maxdiff.session.forecast;

import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.session.model.MarketHistory;
import java.util.Optional;

/** Forecasts the prices of one symbol and strategy from the market's history. */
public interface Forecaster {

  /** Returns the forecast at {@code market.now()}; empty if there is too little data. */
  Optional<PriceTable> forecast(Symbol symbol, Strategy strategy, MarketHistory market);
}

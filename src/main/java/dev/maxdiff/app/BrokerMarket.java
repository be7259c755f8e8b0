package dev.maxdiff.app;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.session.model.Bar;
import dev.maxdiff.session.model.MarketHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The market of a real broker, for a session: a clock without an end, and no history. A session
 * that follows a plan file needs no history; forecasts need replayed data.
 */
final class BrokerMarket implements MarketHistory {

  private final InstantSource clock;
  private final Instant start;

  BrokerMarket(InstantSource clock) {
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public List<Bar> bars(Symbol symbol, Duration barLength, Instant until) {
    return List.of();
  }

  @Override
  public Optional<Price> last(Symbol symbol, Instant at) {
    return Optional.empty();
  }

  @Override
  public double progress() {
    return 0;
  }

  @Override
  public Instant start() {
    return start;
  }

  @Override
  public Optional<Instant> end() {
    return Optional.empty();
  }
}

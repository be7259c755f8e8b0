package dev.maxdiff.app;

import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.session.model.Bar;
import dev.maxdiff.session.model.MarketHistory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The replayed tape, for a session: up to the present time of the exchange. */
final class ExchangeMarket implements MarketHistory {

  private record Series(Symbol symbol, Duration length) {}

  private final PaperExchange exchange;
  private final MarketTape tape;
  private final Map<Series, List<Bar>> barsBySeries = new ConcurrentHashMap<>();

  ExchangeMarket(PaperExchange exchange) {
    this.exchange = exchange;
    this.tape = exchange.tape();
  }

  @Override
  public Instant now() {
    return exchange.now();
  }

  @Override
  public List<Bar> bars(Symbol symbol, Duration barLength, Instant until) {
    Instant last = earlier(until, now());
    return barsBySeries.computeIfAbsent(new Series(symbol, barLength), this::allBars).stream()
        .takeWhile(bar -> !bar.end().isAfter(last))
        .toList();
  }

  @Override
  public Optional<Price> last(Symbol symbol, Instant at) {
    return tape.last(symbol, earlier(at, now())).map(trade -> new Price(trade.price()));
  }

  @Override
  public double progress() {
    double all = Duration.between(start(), tape.end()).toMillis();
    double passed = Duration.between(start(), now()).toMillis();
    return all == 0 ? 1 : Math.max(0, Math.min(1, passed / all));
  }

  @Override
  public Instant start() {
    return tape.start();
  }

  @Override
  public Optional<Instant> end() {
    return Optional.of(tape.end());
  }

  private static Instant earlier(Instant first, Instant second) {
    return first.isBefore(second) ? first : second;
  }

  private List<Bar> allBars(Series series) {
    List<Bar> bars = new ArrayList<>();
    Bar open = null;
    for (Trade trade :
        (Iterable<Trade>)
            tape.trades(series.symbol, tape.start(), tape.end().plusNanos(1))::iterator) {
      Instant start = floor(trade.at(), series.length);
      if (open == null || !open.start().equals(start)) {
        if (open != null) {
          bars.add(open);
        }
        open = first(trade, start, series.length);
      } else {
        open = with(open, trade);
      }
    }
    if (open != null) {
      bars.add(open);
    }
    return List.copyOf(bars);
  }

  private static Bar first(Trade trade, Instant start, Duration length) {
    BigDecimal price = trade.price();
    return new Bar(start, length, price, price, price, price, trade.size());
  }

  private static Bar with(Bar bar, Trade trade) {
    return new Bar(
        bar.start(),
        bar.length(),
        bar.open(),
        bar.high().max(trade.price()),
        bar.low().min(trade.price()),
        trade.price(),
        bar.volume().add(trade.size()));
  }

  private static Instant floor(Instant at, Duration length) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
  }
}

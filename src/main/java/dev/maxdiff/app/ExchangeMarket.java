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

/** The replayed tape as a session may see it: up to the exchange's clock and no further. */
final class ExchangeMarket implements MarketHistory {

  private record Series(Symbol symbol, Duration length) {}

  private final PaperExchange exchange;
  private final MarketTape tape;
  private final Map<Series, List<Bar>> whole = new ConcurrentHashMap<>();

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
    return whole.computeIfAbsent(new Series(symbol, barLength), this::allBars).stream()
        .takeWhile(bar -> !bar.end().isAfter(last))
        .toList();
  }

  @Override
  public Optional<Price> last(Symbol symbol, Instant at) {
    return tape.last(symbol, earlier(at, now())).map(print -> new Price(print.price()));
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

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private List<Bar> allBars(Series series) {
    List<Bar> bars = new ArrayList<>();
    Bar open = null;
    for (Trade print :
        (Iterable<Trade>)
            tape.trades(series.symbol, tape.start(), tape.end().plusNanos(1))::iterator) {
      Instant start = floor(print.at(), series.length);
      if (open == null || !open.start().equals(start)) {
        if (open != null) {
          bars.add(open);
        }
        open = first(print, start, series.length);
      } else {
        open = with(open, print);
      }
    }
    if (open != null) {
      bars.add(open);
    }
    return List.copyOf(bars);
  }

  private static Bar first(Trade print, Instant start, Duration length) {
    BigDecimal price = print.price();
    return new Bar(start, length, price, price, price, price, print.size());
  }

  private static Bar with(Bar bar, Trade print) {
    return new Bar(
        bar.start(),
        bar.length(),
        bar.open(),
        bar.high().max(print.price()),
        bar.low().min(print.price()),
        print.price(),
        bar.volume().add(print.size()));
  }

  private static Instant floor(Instant at, Duration length) {
    long millis = length.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
  }
}

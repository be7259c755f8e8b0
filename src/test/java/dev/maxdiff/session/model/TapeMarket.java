package dev.maxdiff.session.model;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A market with given trades in one symbol and a clock set by the test. */
public final class TapeMarket implements MarketHistory {

  public static final Symbol BTC = new Symbol("BTCUSD");

  public record Trade(Instant at, BigDecimal price, BigDecimal amount) {}

  private final List<Trade> tape;
  private volatile Instant now;

  public TapeMarket(List<Trade> tape) {
    this.tape = tape;
    this.now = start();
  }

  /** The real trades that the default session replays. */
  public static List<Trade> bitstamp() {
    var resource = TapeMarket.class.getResourceAsStream("/bitstamp_trades_from_20131125_usd.csv");
    try (var reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
      return reader.lines().skip(1).map(TapeMarket::trade).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Trade trade(String line) {
    String[] cells = line.split(",");
    return new Trade(
        Instant.ofEpochSecond(Long.parseLong(cells[0])),
        new BigDecimal(cells[1]).stripTrailingZeros(),
        new BigDecimal(cells[2]).stripTrailingZeros());
  }

  /** One trade of 1 an hour at these prices, from the epoch on. */
  public static List<Trade> hourly(double... prices) {
    List<Trade> trades = new ArrayList<>();
    for (int hour = 0; hour < prices.length; hour++) {
      Instant at = Instant.EPOCH.plus(Duration.ofHours(hour));
      trades.add(new Trade(at, BigDecimal.valueOf(prices[hour]), BigDecimal.ONE));
    }
    return trades;
  }

  public void moveTo(Instant instant) {
    now = instant;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public List<Bar> bars(Symbol symbol, Duration barLength, Instant until) {
    long length = barLength.toSeconds();
    Instant limit = until.isBefore(now) ? until : now;
    List<Bar> bars = new ArrayList<>();
    Bar open = null;
    for (Trade trade : tape) {
      long start = Math.floorDiv(trade.at.getEpochSecond(), length) * length;
      if (start + length > limit.getEpochSecond()) {
        break;
      }
      if (open != null && open.start().getEpochSecond() == start) {
        open = extended(open, trade);
        bars.set(bars.size() - 1, open);
      } else {
        open =
            new Bar(
                Instant.ofEpochSecond(start),
                barLength,
                trade.price,
                trade.price,
                trade.price,
                trade.price,
                trade.amount);
        bars.add(open);
      }
    }
    return bars;
  }

  private static Bar extended(Bar bar, Trade trade) {
    return new Bar(
        bar.start(),
        bar.length(),
        bar.open(),
        bar.high().max(trade.price),
        bar.low().min(trade.price),
        trade.price,
        bar.volume().add(trade.amount));
  }

  @Override
  public Optional<Price> last(Symbol symbol, Instant at) {
    Price last = null;
    for (Trade trade : tape) {
      if (trade.at.isAfter(now) || trade.at.isAfter(at)) {
        break;
      }
      last = new Price(trade.price);
    }
    return Optional.ofNullable(last);
  }

  @Override
  public double progress() {
    return (double) Duration.between(start(), now).toSeconds()
        / Duration.between(start(), end().orElseThrow()).toSeconds();
  }

  @Override
  public Instant start() {
    return tape.get(0).at;
  }

  @Override
  public Optional<Instant> end() {
    return Optional.of(tape.get(tape.size() - 1).at);
  }
}

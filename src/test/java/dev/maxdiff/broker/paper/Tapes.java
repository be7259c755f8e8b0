package dev.maxdiff.broker.paper;

import dev.maxdiff.domain.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Small markets for tests. */
final class Tapes {

  static final Symbol BTC = new Symbol("BTCUSD");
  static final Symbol AAPL = new Symbol("AAPL");
  static final Instant START = Instant.parse("2013-11-25T00:00:00Z");

  private Tapes() {}

  static MarketTape csv(String text) {
    try {
      return MarketTape.read("test.csv", new BufferedReader(new StringReader(text)), BTC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One trade per second for each blank-separated {@code price} or {@code price@size}. */
  static MarketTape seconds(Symbol symbol, Instant start, String prices) {
    List<Print> prints = new ArrayList<>();
    for (String text : prices.trim().split(" +")) {
      String[] parts = text.split("@");
      prints.add(
          new Print(
              symbol,
              start.plusSeconds(prints.size()),
              new BigDecimal(parts[0]),
              new BigDecimal(parts.length > 1 ? parts[1] : "1")));
    }
    return MarketTape.of("test", prints);
  }

  static MarketTape seconds(String prices) {
    return seconds(BTC, START, prices);
  }

  /** Settings without delays, fees and spread, in exchange time; warm-up zero. */
  static ExchangeSettings plain() {
    return settings("0", "0", "0", Duration.ZERO, 1);
  }

  static ExchangeSettings settings(
      String spread, String maker, String taker, Duration delay, int multiplier) {
    return new ExchangeSettings(
        "test",
        1,
        7,
        new BigDecimal("100000"),
        new BigDecimal(spread),
        new BigDecimal(maker),
        new BigDecimal(taker),
        multiplier,
        delay,
        delay,
        Duration.ofMillis(10),
        Duration.ofMillis(200),
        Duration.ZERO,
        "",
        "");
  }
}

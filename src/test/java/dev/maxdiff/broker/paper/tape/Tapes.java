package dev.maxdiff.broker.paper.tape;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.domain.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small markets for tests. */
public final class Tapes {

  public static final Symbol BTC = new Symbol("BTCUSD");
  public static final Symbol AAPL = new Symbol("AAPL");
  public static final Instant START = Instant.parse("2013-11-25T00:00:00Z");

  private Tapes() {}

  static MarketTape csv(String text) {
    try {
      return MarketTape.read(
          "test.csv",
          TapeFile.text(new ByteArrayInputStream(text.getBytes(UTF_8))),
          Optional.empty(),
          BTC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One trade per second for each blank-separated {@code price} or {@code price@size}. */
  public static MarketTape seconds(Symbol symbol, Instant start, String prices) {
    List<Trade> prints = new ArrayList<>();
    for (String text : prices.trim().split(" +")) {
      String[] parts = text.split("@");
      prints.add(
          new Trade(
              symbol,
              start.plusSeconds(prints.size()),
              new BigDecimal(parts[0]),
              new BigDecimal(parts.length > 1 ? parts[1] : "1")));
    }
    return MarketTape.of("test", prints);
  }

  public static MarketTape seconds(String prices) {
    return seconds(BTC, START, prices);
  }

  /** Settings without delays, fees and spread, in exchange time; warm-up zero. */
  public static ExchangeSettings plain() {
    return settings("0", "0", "0", Duration.ZERO, 1);
  }

  public static ExchangeSettings settings(
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

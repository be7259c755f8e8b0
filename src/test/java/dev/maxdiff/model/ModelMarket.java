package dev.maxdiff.model;

import dev.maxdiff.broker.paper.engine.EngineSettings;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.replay.SimulatedExchange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random markets of a few symbols: expensive and cheap coins, and a stock. */
final class ModelMarket {

  private static final List<Instrument> ALL =
      List.of(
          new Instrument(Symbol.parse("BTCUSD"), 800, 2, 0.4),
          new Instrument(Symbol.parse("ETHUSD"), 25, 4, 12),
          new Instrument(Symbol.parse("UNIUSD"), 0.0125, 8, 24_000),
          new Instrument(Symbol.parse("AAPL"), 75, 2, 4));

  private ModelMarket() {}

  /**
   * @param price first price in USD
   * @param decimals number of decimals of a price
   * @param lot usual quantity of a trade
   */
  record Instrument(Symbol symbol, double price, int decimals, double lot) {}

  /** Some of the instruments, in random order. */
  static List<Instrument> choose(Random random, int count) {
    List<Instrument> left = new ArrayList<>(ALL);
    List<Instrument> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  /**
   * A market with an account on margin.
   *
   * @param delay time from a fill to its position, and from a cancel request to its end
   */
  static SimulatedExchange.Market account(MarketTape tape, String cash, Duration delay, long seed) {
    EngineSettings settings =
        new EngineSettings(
            new BigDecimal("0.0004"),
            new BigDecimal("0.0015"),
            new BigDecimal("0.0025"),
            2,
            delay,
            delay);
    return new SimulatedExchange.Market(tape, settings, new BigDecimal(cash), seed);
  }

  static MarketTape tape(Dice dice, List<Instrument> instruments, Instant start, Duration length) {
    List<Trade> trades = new ArrayList<>();
    for (Instrument instrument : instruments) {
      Random random = dice.of("market " + instrument.symbol, 0);
      double price = instrument.price;
      double swing = 0.0004 + 0.003 * random.nextDouble();
      long at = 0;
      while (at < length.toMillis()) {
        // pulled back to the first price, so that the market reaches limits from both sides
        double pull = 0.02 * StrictMath.log(instrument.price / price);
        price *= StrictMath.exp(pull + swing * random.nextGaussian());
        trades.add(
            new Trade(
                instrument.symbol,
                start.plusMillis(at),
                BigDecimal.valueOf(price).setScale(instrument.decimals, RoundingMode.HALF_EVEN),
                size(random, instrument)));
        at += 500 + random.nextInt(6_000);
      }
    }
    return MarketTape.of("model", trades);
  }

  private static BigDecimal size(Random random, Instrument instrument) {
    double size = instrument.lot * StrictMath.exp(random.nextGaussian());
    return instrument.symbol.isCrypto()
        ? BigDecimal.valueOf(size).setScale(6, RoundingMode.UP)
        : BigDecimal.valueOf(Math.ceil(size)).setScale(0, RoundingMode.UP);
  }
}

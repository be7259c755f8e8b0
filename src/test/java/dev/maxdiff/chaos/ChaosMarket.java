package dev.maxdiff.chaos;

import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Three symbols that swing around their prices, so that orders near them fill. */
public final class ChaosMarket {

  public static final List<Symbol> SYMBOLS =
      List.of(new Symbol("BTCUSD"), new Symbol("ETHUSD"), new Symbol("SOLUSD"));

  private static final Map<Symbol, BigDecimal> PRICES =
      Map.of(
          SYMBOLS.get(0),
          new BigDecimal("1000"),
          SYMBOLS.get(1),
          new BigDecimal("100"),
          SYMBOLS.get(2),
          new BigDecimal("20"));
  private static final double SWING = 0.012;
  private static final double PERIOD_SECONDS = 23;
  private static final double TRADE_VALUE = 700;
  private static final int MILLIS_BETWEEN = 500;

  /** A market that jumps has another level after each interval, up or down by this share. */
  private static final int SECONDS_BETWEEN_JUMPS = 11;

  private static final double JUMP = 0.03;

  private ChaosMarket() {}

  /** The price around which the symbol swings, in USD. */
  public static BigDecimal price(Symbol symbol) {
    return PRICES.get(symbol);
  }

  /**
   * Writes trades that begin at {@code from}: the runtime expects a broker with the machine's time.
   *
   * @param jumps whether the prices also jump, so that they pass what is wished
   */
  static Path write(Path file, Instant from, Duration length, boolean jumps) {
    StringBuilder tape = new StringBuilder("timestamp,symbol,price,amount\n");
    for (long millis = 0; millis < length.toMillis(); millis += MILLIS_BETWEEN) {
      for (int i = 0; i < SYMBOLS.size(); i++) {
        double base = PRICES.get(SYMBOLS.get(i)).doubleValue();
        double angle = 2 * Math.PI * (millis / 1e3 / PERIOD_SECONDS + i / 3.0);
        double level = jumps ? level(millis / 1000 / SECONDS_BETWEEN_JUMPS + 7 * i) : 1;
        tape.append(from.toEpochMilli() + millis)
            .append(',')
            .append(SYMBOLS.get(i))
            .append(
                String.format(
                    Locale.ROOT,
                    ",%.4f,%.4f%n",
                    base * level * (1 + SWING * Math.sin(angle)),
                    TRADE_VALUE / base));
      }
    }
    return written(file, tape);
  }

  private static double level(long interval) {
    return 1 + JUMP * (Math.floorMod(interval * 2654435761L >> 7, 3) - 1);
  }

  private static Path written(Path file, CharSequence tape) {
    try {
      return Files.writeString(file, tape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

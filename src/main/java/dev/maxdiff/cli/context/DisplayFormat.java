package dev.maxdiff.cli.context;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;

/** Formats money, prices, quantities, times and durations (CONTRACT section 10). Pure. */
public final class DisplayFormat {

  public static final String MISSING = "n/a";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.US);
  private static final int SUB_DOLLAR_DECIMALS = 4;
  private static final int DOLLAR_DECIMALS = 2;
  private static final int QUANTITY_DECIMALS = 6;

  private DisplayFormat() {}

  /** {@code $1,234.50}; negative {@code $-5.00}. */
  public static String money(BigDecimal amount) {
    return amount == null ? MISSING : "$" + grouped(amount, DOLLAR_DECIMALS);
  }

  /** Four decimals below 1, else two. */
  public static String price(BigDecimal price) {
    if (price == null) {
      return MISSING;
    }
    boolean small = price.abs().compareTo(BigDecimal.ONE) < 0;
    return price
        .setScale(small ? SUB_DOLLAR_DECIMALS : DOLLAR_DECIMALS, RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  /** At most six decimals, no trailing zeros. */
  public static String quantity(BigDecimal quantity) {
    if (quantity == null) {
      return MISSING;
    }
    BigDecimal rounded =
        quantity.setScale(QUANTITY_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    if (rounded.signum() == 0) {
      // a short position that rounds to zero keeps its sign
      return quantity.signum() < 0 ? "-0" : "0";
    }
    return rounded.toPlainString();
  }

  /** A fraction as {@code 0.66%}. */
  public static String percent(BigDecimal fraction) {
    return fraction == null ? MISSING : grouped(fraction.movePointRight(2), DOLLAR_DECIMALS) + "%";
  }

  /** {@code 59s}, {@code 9m59s}, {@code 10m}, {@code 1h}, {@code 1h1m}; negative {@code 0s}. */
  public static String duration(Duration duration) {
    long seconds = Math.max(0, duration.getSeconds());
    long minutes = seconds / 60;
    if (minutes == 0) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return joined(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 60) {
      return minutes + "m";
    }
    return joined(minutes / 60, "h", minutes % 60, "m");
  }

  /** {@code 2013-11-25 10:00:00 EST}. */
  public static String time(Instant instant, ZoneId zone) {
    return instant == null ? MISSING : TIME.format(instant.atZone(zone));
  }

  /** Returns the duration from {@code since} to {@code now}. */
  public static String age(Instant since, Instant now) {
    return since == null ? MISSING : duration(Duration.between(since, now));
  }

  /** Returns a format with exactly {@code decimals} decimals, rounded half to even. */
  public static Function<BigDecimal, String> fixed(int decimals) {
    return number -> number.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String joined(long large, String largeUnit, long small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }

  private static String grouped(BigDecimal value, int decimals) {
    return String.format(
        Locale.US, "%,." + decimals + "f", value.setScale(decimals, RoundingMode.HALF_EVEN));
  }
}

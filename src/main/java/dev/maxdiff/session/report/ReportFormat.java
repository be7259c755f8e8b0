package dev.maxdiff.session.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers and times of a session. */
final class ReportFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ReportFormat() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** All significant digits, at least two decimals. */
  static String price(BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    return stripped.setScale(Math.max(2, stripped.scale())).toPlainString();
  }

  /** At most nine decimals, no trailing zeros. */
  static String quantity(BigDecimal quantity) {
    BigDecimal rounded = quantity.setScale(9, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  /** {@code $1,234.50}, negative {@code $-5.00}. */
  static String money(BigDecimal money) {
    BigDecimal cents = money.setScale(2, RoundingMode.HALF_UP);
    return "$" + String.format(Locale.ROOT, "%,.2f", cents);
  }
}

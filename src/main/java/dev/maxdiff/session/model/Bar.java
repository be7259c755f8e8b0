package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The trades of one complete interval of exchange time.
 *
 * @param start inclusive
 * @param length length of the interval; the end, exclusive, is {@code start + length}
 * @param volume traded quantity, base units
 */
public record Bar(
    Instant start,
    Duration length,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume) {

  public Bar {
    requireNonNull(start, "start");
    requireNonNull(length, "length");
  }

  public Instant end() {
    return start.plus(length);
  }
}

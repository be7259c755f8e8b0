package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The trades of one stretch of exchange time, complete: its end has passed.
 *
 * @param start inclusive
 * @param length the end, exclusive, is {@code start + length}
 * @param volume base units
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

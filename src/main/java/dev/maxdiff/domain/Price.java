package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/** A price in quote currency (USD), greater than zero; equal numbers are equal prices. */
public record Price(BigDecimal value) implements Comparable<Price> {

  public Price {
    value = Decimals.positive("price", requireNonNull(value, "price"));
  }

  /**
   * Parses a decimal number.
   *
   * @throws InvalidValueException for text that is no number, for numbers ≤ 0 and for numbers with
   *     too many digits
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Price parse(String text) {
    return new Price(Decimals.parse("price", text));
  }

  /**
   * Whether an order of this side and price would trade with an order of the other side at {@code
   * other}.
   */
  public boolean meets(Side side, BigDecimal other) {
    return side == Side.BUY ? value.compareTo(other) >= 0 : value.compareTo(other) <= 0;
  }

  /** Whether this price differs from another by at most the tolerance, a fraction of the price. */
  public boolean isWithin(BigDecimal tolerance, BigDecimal other) {
    BigDecimal permitted = tolerance.multiply(value.max(other.abs()));
    return value.subtract(other).abs().compareTo(permitted) <= 0;
  }

  @Override
  public int compareTo(Price other) {
    return value.compareTo(other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toPlainString();
  }
}

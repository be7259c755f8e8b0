package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/** A quantity in units of the base asset, greater than zero; equal numbers are equal quantities. */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {

  public Quantity {
    value = Decimals.positive("quantity", requireNonNull(value, "quantity"));
  }

  /**
   * Parses a decimal number.
   *
   * @throws InvalidValueException for text that is no number, for numbers ≤ 0 and for numbers with
   *     too many digits
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Quantity parse(String text) {
    return new Quantity(Decimals.parse("quantity", text));
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toPlainString();
  }
}

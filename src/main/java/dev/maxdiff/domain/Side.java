package dev.maxdiff.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** A side of the market. In a {@link WatcherKey} it is the side of the entry. */
public enum Side {
  BUY,
  SELL;

  /**
   * Parses {@code buy} or {@code sell} in any case.
   *
   * @throws InvalidValueException for any other text; for {@code long} and {@code short} with a
   *     hint
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Side parse(String text) {
    String word = text == null ? "" : text.toLowerCase(Locale.ROOT);
    Optional<Side> meant = meant(word);
    if (meant.isPresent() && word.equals(meant.get().toString())) {
      return meant.get();
    }
    if (meant.isPresent() && word.equals(meant.get().position())) {
      String exit = meant.get().opposite().name();
      throw new InvalidValueException(
          "side", text, "use --side " + meant.get() + "; the exit will " + exit);
    }
    String hint = meant.map(side -> "; did you mean " + side + "?").orElse("");
    throw new InvalidValueException("side", text, "buy or sell" + hint);
  }

  /**
   * Returns the probable meaning of an invalid word, for a hint in a message: words that start like
   * {@code buy} or {@code long}, {@code sell} or {@code short}. Never used as a value (hazard H13).
   */
  public static Optional<Side> meant(String word) {
    return switch (word.isEmpty() ? ' ' : Character.toLowerCase(word.charAt(0))) {
      case 'b', 'l' -> Optional.of(BUY);
      case 's' -> Optional.of(SELL);
      default -> Optional.empty();
    };
  }

  /**
   * Parses the side of a position in the terms of brokers and of the older system: {@code long} or
   * {@code buy}, {@code short} or {@code sell}, also behind the name of an enum; empty for any
   * other text.
   */
  public static Optional<Side> ofHolding(String text) {
    String name = text.substring(text.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "buy", "long" -> Optional.of(BUY);
      case "sell", "short" -> Optional.of(SELL);
      default -> Optional.empty();
    };
  }

  public Side opposite() {
    return this == BUY ? SELL : BUY;
  }

  /** Returns {@code long} or {@code short}: the position that an entry of this side opens. */
  public String position() {
    return this == BUY ? "long" : "short";
  }

  /** Returns the letter in order ids: {@code b} or {@code s}. */
  public char letter() {
    return this == BUY ? 'b' : 's';
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

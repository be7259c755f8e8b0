package dev.maxdiff.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** One of the two watchers of a key. */
public enum Slot {
  ENTRY,
  EXIT;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Slot parse(String text) {
    return switch (text == null ? "" : text.toLowerCase(Locale.ROOT)) {
      case "entry" -> ENTRY;
      case "exit" -> EXIT;
      default -> throw new InvalidValueException("slot", text, "entry or exit");
    };
  }

  /** Returns the side of this slot's orders for a key that enters on {@code entrySide}. */
  public Side orderSide(Side entrySide) {
    return this == ENTRY ? entrySide : entrySide.opposite();
  }

  /** Returns the letter in order ids: {@code e} or {@code x}. */
  public char letter() {
    return this == ENTRY ? 'e' : 'x';
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.maxdiff.session;

import dev.maxdiff.domain.Slot;

/**
 * What one row of a plan would do now.
 *
 * @param line line number from 1; 0 = the whole file
 * @param key null where the row cannot be read
 * @param slot null where both or none are concerned
 * @param words one line for a person
 */
public record PlanCheckLine(int line, String key, Slot slot, Effect effect, String words) {

  /** The kind of the effect. */
  public enum Effect {
    WISHED,
    UNCHANGED,
    DONE,
    REFUSED,
    HELD,
    UNKNOWN,
    /** The row is a stop, and a wish of its key stands. */
    STOPS,
    /** The row takes effect at its time. */
    WAITS,
    /** Another row of the key is newer. */
    OVERTAKEN
  }

  /** Returns whether the row, or a part of it, would be refused. */
  public boolean isWrong() {
    return effect == Effect.REFUSED || effect == Effect.HELD;
  }
}

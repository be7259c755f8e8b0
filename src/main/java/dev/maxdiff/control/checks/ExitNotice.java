package dev.maxdiff.control.checks;

import dev.maxdiff.execution.model.ExitCoverage;
import java.math.BigDecimal;

/**
 * What a person should know about the exit of a key that owns something (promise P15).
 *
 * @param quantity magnitude in base units
 */
public record ExitNotice(Kind kind, BigDecimal quantity, String words) {

  /** The kinds of {@link ExitCoverage.State}, and two that only supervision knows. */
  public enum Kind {
    /** Can be sold now and has no working order; naked if it lasts. */
    UNCOVERED,
    /** Has no working order while the market is closed. */
    UNTIL_OPENING,
    /** Smaller than the smallest order, or refused by the broker for its size. */
    UNSELLABLE,
    /** Covered by an order that no watcher keeps, because an operator holds the key. */
    UNWATCHED
  }

  /** Returns the state in words. */
  public String state(boolean isNaked) {
    return switch (kind) {
      case UNCOVERED -> isNaked ? "naked" : "uncovered";
      case UNTIL_OPENING -> "uncovered";
      case UNSELLABLE -> "unsellable";
      case UNWATCHED -> "unwatched";
    };
  }
}

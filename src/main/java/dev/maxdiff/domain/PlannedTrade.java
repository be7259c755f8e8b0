package dev.maxdiff.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;

/**
 * The one trade of a plan row: its entry buys the target quantity once, over every restart and
 * every edit of the plan, also after the position is closed.
 *
 * <p>{@code at} and {@code again} name the row, together with the price and the quantity of the
 * wish.
 *
 * @param at time of the row; null = none
 * @param again text of the row by which it repeats a trade that is done; null = none
 * @param openEnd whether the row names no end: the configured life counts from the first wish
 * @param since first generation whose fills belong to the trade; 0 = not accepted yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedTrade(Instant at, String again, boolean openEnd, long since) {

  /** Returns whether both are of the same row, regardless of its end. */
  public boolean isOfRow(PlannedTrade other) {
    return other != null && Objects.equals(at, other.at) && Objects.equals(again, other.again);
  }

  /** Returns the trade with its first generation. */
  public PlannedTrade since(long generation) {
    return new PlannedTrade(at, again, openEnd, generation);
  }
}

package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The order of a file's rows in time: oldest first or newest first, the same for each symbol. The
 * first two different times of a symbol decide.
 */
final class TapeOrder {

  private final Map<Symbol, Instant> latest = new HashMap<>();
  private int direction;

  /**
   * @param distinct whether two rows of a symbol must have different times
   * @throws dev.maxdiff.domain.InvalidValueException if the time is on the wrong side of the
   *     symbol's row before
   */
  void check(TapeRows rows, String column, Symbol symbol, Instant at, boolean distinct) {
    Instant before = latest.put(symbol, at);
    if (before == null) {
      return;
    }
    int step = Integer.signum(at.compareTo(before));
    direction = direction == 0 ? step : direction;
    if (step == -direction && step != 0) {
      throw rows.refused(
          column,
          at,
          "not " + (direction > 0 ? "before " : "after ") + before + ", as the rows above");
    }
    if (step == 0 && distinct) {
      throw rows.refused(column, at, "another time than the bar above");
    }
  }

  boolean isNewestFirst() {
    return direction < 0;
  }
}

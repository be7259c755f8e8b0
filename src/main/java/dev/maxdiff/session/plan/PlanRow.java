package dev.maxdiff.session.plan;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;

/**
 * One valid row of a plan file.
 *
 * @param line line number, from 1
 * @param at exchange time at which the row becomes due; null = at the reading
 * @param entry limit price of the entry; null = the entry slot stays unchanged
 * @param takeProfit limit price of the exit; null = the exit slot stays unchanged
 * @param quantity base units of the entry, or of the exit in a row without an entry; null = the
 *     whole position
 * @param expires end of the entry, or of the exit in a row without an entry, exchange time; null =
 *     configured life of an entry, until flat for an exit
 * @param exitExpires end of the exit, exchange time; null = until flat
 * @param again text that repeats an entry that is done; null = none
 */
record PlanRow(
    int line,
    Instant at,
    WatcherKey key,
    Action action,
    Price entry,
    Price takeProfit,
    Quantity quantity,
    Instant expires,
    Instant exitExpires,
    String again) {

  /** Returns the end of the exit; null = until flat. */
  Instant exitEnd() {
    return endsExit() ? expires : exitExpires;
  }

  /** Returns the column that ends the exit. */
  String exitEndColumn() {
    return endsExit() ? "expires" : "exit-expires";
  }

  private boolean endsExit() {
    return entry == null && exitExpires == null;
  }

  enum Action {
    HOLD,
    STOP
  }
}

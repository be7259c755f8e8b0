package dev.maxdiff.session.plan;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;

/**
 * One valid row of a plan file.
 *
 * @param line where it stands, from 1
 * @param at exchange time from which it holds; null = as soon as it is read
 * @param entry null = the entry slot is left as it is
 * @param takeProfit null = the exit slot is left as it is
 * @param quantity of the entry; without an entry, of the exit; null = the whole position
 * @param expires null = the configured life of an entry, until flat for an exit
 */
record PlanRow(
    int line,
    Instant at,
    WatcherKey key,
    Action action,
    Price entry,
    Price takeProfit,
    Quantity quantity,
    Instant expires) {

  enum Action {
    HOLD,
    STOP
  }
}

package dev.maxdiff.control.events;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import java.time.Instant;

/**
 * One event of the runtime for operators.
 *
 * @param at the watchers' time: the exchange's under replay
 * @param slot null if the event concerns no single slot
 * @param generation 0 if the event concerns no generation
 * @param price null = no price
 * @param quantity null = no quantity
 * @param words one line for a person
 */
public record RuntimeEvent(
    Instant at,
    Kind kind,
    SlotId slot,
    long generation,
    Price price,
    Quantity quantity,
    String words) {

  public enum Kind {
    WISHED,
    EXTENDED,
    SUPERSEDED,
    STARTED,
    LAUNCH_FAILED,
    ENDED,
    RESTARTING,
    CRASH_LOOP,
    WITHDRAWN,
    HELD,
    RESUMED,
    ORDER_SENT,
    ORDER_DENIED,
    ORDER_ENDED,
    REPLACED,
    FILLED,
    ALERT,
    RESOLVED
  }
}

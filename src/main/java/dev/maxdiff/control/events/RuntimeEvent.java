package dev.maxdiff.control.events;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.SlotId;
import java.time.Instant;

/**
 * Something that an operator may want to read about, once.
 *
 * @param at the watchers' time: the exchange's under replay
 * @param slot null when it concerns no single slot
 * @param generation 0 when it concerns no attempt
 * @param price null unless it is about one
 * @param quantity null unless it is about one
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
    ORDER_SENT,
    ORDER_DENIED,
    ORDER_ENDED,
    REPLACED,
    FILLED,
    ALERT,
    RESOLVED
  }
}

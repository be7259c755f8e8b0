package dev.maxdiff.watch.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The memory of an exit watcher from poll to poll.
 *
 * @param submittedAt exchange time of the last order; null = no order delays the next
 * @param sentOrderId id of the last order; null = none
 * @param positionSeen whether a position has existed
 * @param orderSeen whether an own order was open at the last poll
 * @param wantedBefore the target quantity that the own order did not have at the last poll; null =
 *     none
 * @param unreplaceable id of an own order whose replacement the broker rejected; null = none
 * @param sizeRefusal the last refusal of an order for its size; null = none
 */
public record ExitMemory(
    Instant submittedAt,
    String sentOrderId,
    boolean positionSeen,
    boolean orderSeen,
    BigDecimal wantedBefore,
    String unreplaceable,
    SizeRefusal sizeRefusal) {

  /** The broker has refused this quantity for its size. */
  record SizeRefusal(BigDecimal quantity, Instant at) {}

  static final ExitMemory EMPTY = new ExitMemory(null, null, false, false, null, null, null);

  ExitMemory seen() {
    return new ExitMemory(
        submittedAt, sentOrderId, true, orderSeen, wantedBefore, unreplaceable, sizeRefusal);
  }

  ExitMemory orderSeen(boolean open) {
    return new ExitMemory(
        submittedAt, sentOrderId, positionSeen, open, wantedBefore, unreplaceable, sizeRefusal);
  }

  ExitMemory sent(Instant at, String orderId) {
    return new ExitMemory(at, orderId, positionSeen, orderSeen, null, unreplaceable, sizeRefusal);
  }

  /** Returns a memory without delay for the next order: this watcher removed the last order. */
  ExitMemory forgotten() {
    return new ExitMemory(null, sentOrderId, positionSeen, false, null, unreplaceable, sizeRefusal);
  }

  ExitMemory missing(BigDecimal wanted) {
    return new ExitMemory(
        submittedAt, sentOrderId, positionSeen, orderSeen, wanted, unreplaceable, sizeRefusal);
  }

  ExitMemory cannotReplace(String orderId) {
    return new ExitMemory(
        submittedAt, sentOrderId, positionSeen, orderSeen, wantedBefore, orderId, sizeRefusal);
  }

  ExitMemory tooSmall(BigDecimal quantity, Instant at) {
    return new ExitMemory(
        submittedAt,
        sentOrderId,
        positionSeen,
        orderSeen,
        wantedBefore,
        unreplaceable,
        new SizeRefusal(quantity, at));
  }

  /** Whether no order of this quantity should be sent again yet. */
  boolean isTooSmall(BigDecimal quantity, Instant now, Duration patience) {
    return sizeRefusal != null
        && quantity.compareTo(sizeRefusal.quantity) <= 0
        && sizeRefusal.at.plus(patience).isAfter(now);
  }
}

package dev.maxdiff.watch.rules;

import java.math.BigDecimal;
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
 */
public record ExitMemory(
    Instant submittedAt,
    String sentOrderId,
    boolean positionSeen,
    boolean orderSeen,
    BigDecimal wantedBefore,
    String unreplaceable) {

  static final ExitMemory EMPTY = new ExitMemory(null, null, false, false, null, null);

  ExitMemory seen() {
    return new ExitMemory(submittedAt, sentOrderId, true, orderSeen, wantedBefore, unreplaceable);
  }

  ExitMemory orderSeen(boolean open) {
    return new ExitMemory(
        submittedAt, sentOrderId, positionSeen, open, wantedBefore, unreplaceable);
  }

  ExitMemory sent(Instant at, String orderId) {
    return new ExitMemory(at, orderId, positionSeen, orderSeen, null, unreplaceable);
  }

  /** Returns a memory without delay for the next order: this watcher removed the last order. */
  ExitMemory forgotten() {
    return new ExitMemory(null, sentOrderId, positionSeen, false, null, unreplaceable);
  }

  ExitMemory missing(BigDecimal wanted) {
    return new ExitMemory(submittedAt, sentOrderId, positionSeen, orderSeen, wanted, unreplaceable);
  }

  ExitMemory cannotReplace(String orderId) {
    return new ExitMemory(submittedAt, sentOrderId, positionSeen, orderSeen, wantedBefore, orderId);
  }
}

package dev.maxdiff.watch;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an exit watcher remembers from poll to poll.
 *
 * @param submittedAt when an order was last placed, exchange time; null = none that still counts
 * @param sentOrderId the order that was placed last; null = none
 * @param positionSeen there has been something to close
 * @param orderSeen an own order was open at the last poll
 * @param wantedBefore the quantity that an own order missed at the last poll; null = none did
 * @param unreplaceable id of an own order whose replacement the broker refused; null = none
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

  /** The next order may be placed at once: the last one is gone by our own doing. */
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

package dev.maxdiff.watch;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an exit watcher remembers from poll to poll.
 *
 * @param submittedAt when an order was last placed, exchange time; null = none that still counts
 * @param sentOrderId the order that was placed last; null = none
 * @param positionSeen there has been something to close
 * @param wantedBefore the quantity that an own order missed at the last poll; null = none did
 * @param unreplaceable id of an own order whose replacement the broker refused; null = none
 */
public record ExitMemory(
    Instant submittedAt,
    String sentOrderId,
    boolean positionSeen,
    BigDecimal wantedBefore,
    String unreplaceable) {

  static final ExitMemory EMPTY = new ExitMemory(null, null, false, null, null);

  ExitMemory seen() {
    return new ExitMemory(submittedAt, sentOrderId, true, wantedBefore, unreplaceable);
  }

  ExitMemory sent(Instant at, String orderId) {
    return new ExitMemory(at, orderId, positionSeen, null, unreplaceable);
  }

  ExitMemory forgotten() {
    return new ExitMemory(null, sentOrderId, positionSeen, null, unreplaceable);
  }

  ExitMemory missing(BigDecimal wanted) {
    return new ExitMemory(submittedAt, sentOrderId, positionSeen, wanted, unreplaceable);
  }

  ExitMemory cannotReplace(String orderId) {
    return new ExitMemory(submittedAt, sentOrderId, positionSeen, wantedBefore, orderId);
  }
}

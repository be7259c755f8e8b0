package dev.maxdiff.watch.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The exposure of an entry: held, openly ordered, and ordered but not visible yet.
 *
 * <p>The reservation for invisible orders is prolonged only while a fill or an open order is
 * visible: an order that vanished must not count for ever (hazard H05).
 *
 * @param effective held, open and pending quantity, base units
 * @param remaining quantity to the target, base units
 * @param pending ordered quantity that may be invisible, base units
 * @param pendingExpiresAt end of the reservation, exchange time; null = none
 */
record EntryExposure(
    BigDecimal effective,
    BigDecimal remaining,
    BigDecimal pending,
    Instant pendingExpiresAt,
    boolean targetReached) {

  private static final BigDecimal ENOUGH = new BigDecimal("0.99");

  static EntryExposure of(
      EntryMemory memory,
      BigDecimal position,
      BigDecimal open,
      BigDecimal target,
      Instant now,
      Duration reservation) {
    BigDecimal current = position.max(BigDecimal.ZERO);
    BigDecimal growth = current.subtract(memory.position()).max(BigDecimal.ZERO);
    BigDecimal pending = memory.pending().max(BigDecimal.ZERO);
    Instant end = memory.pendingExpiresAt();
    if (end != null && !end.isAfter(now)) {
      pending = BigDecimal.ZERO;
    }
    pending = pending.subtract(growth).max(BigDecimal.ZERO);
    boolean visible = growth.signum() > 0 || open.signum() > 0;
    if (pending.signum() > 0 && visible) {
      end = now.plus(reservation);
    }
    BigDecimal effective = current.add(open).add(pending);
    boolean reached = target.signum() > 0 && effective.compareTo(target.multiply(ENOUGH)) >= 0;
    return new EntryExposure(
        effective, target.subtract(effective).max(BigDecimal.ZERO), pending, end, reached);
  }
}

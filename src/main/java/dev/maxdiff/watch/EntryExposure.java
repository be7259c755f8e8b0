package dev.maxdiff.watch;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * How far an entry is: held, openly ordered, and ordered but not visible.
 *
 * <p>The reservation for what is not visible is prolonged only while there is something to see: an
 * order that vanished must not count as held for ever (hazard H05).
 *
 * @param effective held, open and pending, base units
 * @param remaining to the target, base units
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

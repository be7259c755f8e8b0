package dev.maxdiff.watch.rules;

import java.math.BigDecimal;

/**
 * The quantity that an exit watcher has to close.
 *
 * <p>Progress is the filled quantity of own orders at the broker: it survives a restart, and
 * neither growth nor re-entry of the position reduces it (hazard H40).
 *
 * @param order quantity to have in open orders, base units
 * @param remaining quantity to the target, base units; zero without a target
 * @param reached whether the target is filled
 */
record ExitTarget(BigDecimal order, BigDecimal remaining, boolean reached) {

  private static final BigDecimal RESIDUE = new BigDecimal("0.000001");

  /**
   * @param target base units; null, zero or negative = the whole position
   */
  static ExitTarget of(BigDecimal target, BigDecimal filled, BigDecimal position) {
    if (target == null || target.signum() <= 0) {
      return new ExitTarget(position, BigDecimal.ZERO, false);
    }
    BigDecimal remaining = target.subtract(filled).max(BigDecimal.ZERO);
    if (remaining.compareTo(RESIDUE) <= 0) {
      return new ExitTarget(BigDecimal.ZERO, BigDecimal.ZERO, true);
    }
    return new ExitTarget(position.min(remaining), remaining, false);
  }
}

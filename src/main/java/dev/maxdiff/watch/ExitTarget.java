package dev.maxdiff.watch;

import java.math.BigDecimal;

/**
 * How much of a position an exit watcher has to close.
 *
 * <p>Progress is what own orders have filled, as the book shows it: it survives a restart, and
 * neither growth nor re-entry of the position undoes it (hazard H40).
 *
 * @param order to have in the market, base units
 * @param remaining of the target; zero without one
 * @param reached nothing of the target is left
 */
record ExitTarget(BigDecimal order, BigDecimal remaining, boolean reached) {

  private static final BigDecimal RESIDUE = new BigDecimal("0.000001");

  /**
   * @param target null, or nothing that could be closed = the whole position
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

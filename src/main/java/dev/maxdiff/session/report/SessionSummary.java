package dev.maxdiff.session.report;

import dev.maxdiff.session.model.AccountHistory.AccountPoint;
import java.math.BigDecimal;
import java.util.List;

/**
 * The counts of a session and the result of the account.
 *
 * @param wishes accepted wishes of all sources; {@code extended}, {@code unchanged}, {@code denied}
 *     and {@code failed} count other answers to the session's own wishes
 * @param starts starts of watchers, including restarts
 * @param supersedes watchers that a newer wish replaced
 * @param keys results in the order of their keys; a result with a null key, for orders that are not
 *     ours, comes last
 * @param buyAndHold profit of buying all symbols in equal parts at the opening of the account,
 *     without fees; null if no price is known
 * @param watchersLeft number of running watchers; -1 = not known
 */
public record SessionSummary(
    AccountPoint opened,
    AccountPoint closed,
    long wishes,
    long starts,
    long supersedes,
    long restarts,
    long extended,
    long unchanged,
    long denied,
    long failed,
    List<KeyResult> keys,
    BigDecimal buyAndHold,
    int watchersLeft) {

  public SessionSummary {
    keys = List.copyOf(keys);
  }

  /** Returns the profit of the account since its opening, after fees. */
  public BigDecimal profit() {
    return closed.equity().subtract(opened.equity());
  }

  /** Returns the account's profit minus that of all keys: the effect of another valuation price. */
  public BigDecimal unexplained() {
    return keys.stream().map(KeyResult::profit).reduce(profit(), BigDecimal::subtract);
  }

  public int fills() {
    return keys.stream().mapToInt(KeyResult::fills).sum();
  }

  public int roundTrips() {
    return keys.stream().mapToInt(KeyResult::roundTrips).sum();
  }

  public BigDecimal fees() {
    return keys.stream().map(KeyResult::fees).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

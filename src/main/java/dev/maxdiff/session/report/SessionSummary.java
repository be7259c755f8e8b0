package dev.maxdiff.session.report;

import dev.maxdiff.session.model.AccountHistory.AccountPoint;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a session did and what became of the account.
 *
 * @param wishes accepted, whoever made them; {@code extended}, {@code unchanged}, {@code denied}
 *     and {@code failed} are further answers to the session's own
 * @param starts of watchers, restarts included
 * @param supersedes watchers that ended in favour of a newer wish
 * @param keys by key; orders that are not ours last, under a null key
 * @param buyAndHold profit of having bought the symbols in equal parts when the account was opened,
 *     without fees; null when no price of that time is known
 * @param watchersLeft -1 = not known
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

  /** Profit of the account, fees included, since it was opened. */
  public BigDecimal profit() {
    return closed.equity().subtract(opened.equity());
  }

  /** The account's profit less that of all keys: valuation at another price than the last trade. */
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

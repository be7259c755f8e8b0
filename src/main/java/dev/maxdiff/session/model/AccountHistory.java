package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The money and the fills of the account, as the exchange records them.
 *
 * <p>Methods read memory only and may be called on any thread.
 */
public interface AccountHistory {

  /** The account before its first fill, the base of profit and loss. */
  AccountPoint opened();

  /** The account now. */
  AccountPoint now();

  /** The fills since {@link #opened} with a sequence number above {@code after}, ascending. */
  List<AccountFill> fills(long after);

  /**
   * The account's money at an instant, in quote currency.
   *
   * @param at exchange time
   * @param equity cash and the value of all positions
   */
  record AccountPoint(Instant at, BigDecimal cash, BigDecimal equity) {
    public AccountPoint {
      requireNonNull(at, "at");
      requireNonNull(cash, "cash");
      requireNonNull(equity, "equity");
    }
  }
}

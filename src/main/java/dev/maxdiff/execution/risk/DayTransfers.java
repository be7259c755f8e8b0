package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import java.math.BigDecimal;

/**
 * The money that was moved into and out of the account since the start of a day.
 *
 * @param lastEquity equity at the start of that day; null = no day yet
 * @param net in USD; positive = into the account
 */
public record DayTransfers(BigDecimal lastEquity, BigDecimal net) {

  public static final DayTransfers NONE = new DayTransfers(null, BigDecimal.ZERO);

  /** Returns the net transfers of the account's current day as far as they are known. */
  BigDecimal of(Account account) {
    boolean isSameDay =
        lastEquity != null
            && account.lastEquity() != null
            && lastEquity.compareTo(account.lastEquity()) == 0;
    return isSameDay ? net : BigDecimal.ZERO;
  }
}

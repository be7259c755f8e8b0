package dev.maxdiff.control.checks;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Compares the cost of an entry with the account's cash. An entry that the account cannot pay is a
 * reason for a warning and never for a refusal: the cash may come, by a sale or a deposit.
 */
public final class CashCheck {

  private CashCheck() {}

  /** Returns the cost and the cash if the account could not pay the wish alone; else empty. */
  public static Optional<String> warning(Wish wish, BigDecimal cash) {
    if (!(wish instanceof EntryWish entry)) {
      return Optional.empty();
    }
    BigDecimal needed = entry.limitPrice().value().multiply(entry.targetQuantity().value());
    return needed.compareTo(cash) > 0
        ? Optional.of(
            "the entry needs "
                + plain(needed)
                + " in cash, the account has "
                + plain(cash)
                + ": it waits until the account can pay")
        : Optional.empty();
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}

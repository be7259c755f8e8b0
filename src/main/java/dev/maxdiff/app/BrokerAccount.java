package dev.maxdiff.app;

import dev.maxdiff.broker.Account;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.AccountHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A real broker's account as it was when the session began; its course stands at the broker. */
final class BrokerAccount implements AccountHistory {

  private final AccountPoint opened;

  /**
   * @param account empty when the broker gives no answer yet
   */
  BrokerAccount(Optional<Account> account, Instant at) {
    this.opened =
        new AccountPoint(
            at,
            account.map(Account::cash).orElse(BigDecimal.ZERO),
            account.map(Account::equity).orElse(BigDecimal.ZERO));
  }

  @Override
  public AccountPoint opened() {
    return opened;
  }

  @Override
  public AccountPoint now() {
    return opened;
  }

  @Override
  public List<AccountFill> fills(long after) {
    return List.of();
  }
}

package dev.maxdiff;

import dev.maxdiff.broker.Account;
import dev.maxdiff.session.AccountHistory;
import dev.maxdiff.session.Fill;
import java.time.Instant;
import java.util.List;

/** A real broker's account as it was when the session began; its course stands at the broker. */
final class BrokerAccount implements AccountHistory {

  private final AccountPoint opened;

  BrokerAccount(Account account, Instant at) {
    this.opened = new AccountPoint(at, account.cash(), account.equity());
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
  public List<Fill> fills(long after) {
    return List.of();
  }
}

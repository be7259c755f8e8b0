package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StateStore;
import dev.maxdiff.state.AccountFile;
import java.time.Clock;
import java.util.Set;

/** Whether this runtime may trade the account that the broker answers for. Blocks. */
public final class AccountAdmission {

  /** What passes without anybody's doing: the broker is down, or too busy. */
  private static final Set<Failure> PASSING =
      Set.of(Failure.UNREACHABLE, Failure.UNRESOLVED, Failure.MALFORMED, Failure.RATE_LIMITED);

  private final RuntimeOptions options;
  private final StateStore store;
  private final Broker broker;
  private final boolean used;

  /**
   * @param used whether anything was ever wished here
   */
  public AccountAdmission(RuntimeOptions options, StateStore store, Broker broker, boolean used) {
    this.options = options;
    this.store = store;
    this.broker = broker;
    this.used = used;
  }

  /**
   * The account, when nothing speaks against trading it.
   *
   * @throws BrokerException when the broker gives no answer
   */
  Account admit() {
    Account account = broker.account();
    if (options.venue() != Venue.EMBEDDED) {
      AlpacaChecks alpaca = new AlpacaChecks(options.venue(), options.config());
      alpaca.requireOfVenue(account, store.settings());
      requirePermission(account.number());
      alpaca.requireTradable(account);
      alpaca.requireClock(broker, Clock.systemUTC());
    }
    AccountBinding.refuseOtherAccount(store.directory(), account, options.takeOver(), used);
    return account;
  }

  /**
   * Asks the broker once.
   *
   * @throws RuntimeException when the account may not be traded, or the start cannot wait
   */
  public BrokerAnswer answer() {
    try {
      return new BrokerAnswer.Admitted(admit());
    } catch (BrokerException e) {
      return waitFor(e);
    }
  }

  /**
   * Lets the start go on without the broker when the directory names its account: the exits are
   * ready when the broker answers again.
   *
   * @throws RuntimeException when the start cannot wait, or the account is real money without leave
   */
  BrokerAnswer.Down waitFor(BrokerException failure) {
    if (!mayWait(failure)) {
      throw unusable(failure);
    }
    return new BrokerAnswer.Down(failure);
  }

  private boolean mayWait(BrokerException failure) {
    AccountFile bound = AccountFile.read(store.directory()).orElse(null);
    if (bound == null || options.takeOver() || !PASSING.contains(failure.failure())) {
      return false;
    }
    requirePermission(bound.number());
    return true;
  }

  private void requirePermission(String number) {
    if (options.venue() == Venue.LIVE) {
      AccountBinding.requirePermission(number, options.environment());
    }
  }

  private RuntimeException unusable(BrokerException failure) {
    return options.venue() == Venue.EMBEDDED
        ? failure
        : new AlpacaChecks(options.venue(), options.config()).unusable(failure);
  }
}

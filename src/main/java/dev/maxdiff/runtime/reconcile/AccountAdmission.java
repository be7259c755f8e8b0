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

/** Decides whether this runtime may trade the broker's account. Methods block. */
public final class AccountAdmission {

  /** Failures that end without an operator: the broker is down or too busy. */
  private static final Set<Failure> TRANSIENT =
      Set.of(Failure.UNREACHABLE, Failure.UNRESOLVED, Failure.MALFORMED, Failure.RATE_LIMITED);

  private final RuntimeOptions options;
  private final StateStore store;
  private final Broker broker;
  private final boolean used;

  /**
   * @param used whether the journal holds a wish, standing or not
   */
  public AccountAdmission(RuntimeOptions options, StateStore store, Broker broker, boolean used) {
    this.options = options;
    this.store = store;
    this.broker = broker;
    this.used = used;
  }

  /**
   * Returns the broker's account after all checks.
   *
   * @throws BrokerException when the broker gives no answer
   * @throws RuntimeException when the account may not be traded
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
   * Requests the account once.
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
   * Lets the start continue without the broker if the directory names its account: exits order as
   * soon as the broker answers again.
   *
   * @throws RuntimeException when the start cannot wait, or the operator has not permitted the live
   *     account
   */
  BrokerAnswer.Down waitFor(BrokerException failure) {
    if (!mayWait(failure)) {
      throw unusable(failure);
    }
    return new BrokerAnswer.Down(failure);
  }

  private boolean mayWait(BrokerException failure) {
    AccountFile bound = AccountFile.read(store.directory()).orElse(null);
    if (bound == null || options.takeOver() || !TRANSIENT.contains(failure.failure())) {
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

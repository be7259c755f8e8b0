package dev.maxdiff.embed;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.AccountFile;
import java.time.Clock;
import java.util.Set;

/** Whether this runtime may trade the account that the broker answers for. Blocks. */
final class AccountAdmission {

  /** What passes without anybody's doing: the broker is down, or too busy. */
  private static final Set<Failure> PASSING =
      Set.of(Failure.UNREACHABLE, Failure.UNRESOLVED, Failure.MALFORMED, Failure.RATE_LIMITED);

  private final RuntimeOptions options;
  private final Ground ground;
  private final Broker broker;
  private final boolean used;

  /**
   * @param used whether anything was ever wished here
   */
  AccountAdmission(RuntimeOptions options, Ground ground, Broker broker, boolean used) {
    this.options = options;
    this.ground = ground;
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
      AlpacaStart alpaca = new AlpacaStart(options.venue(), options.config());
      alpaca.requireOfVenue(account, ground.settings());
      requirePermission(account.number());
      alpaca.requireTradable(account);
      alpaca.requireClock(broker, Clock.systemUTC());
    }
    AccountBinding.refuseOtherAccount(ground.directory(), account, options.takeOver(), used);
    return account;
  }

  /**
   * Whether the start goes on without the broker: it is known which account this directory trades,
   * so that its exits can be there when the broker is.
   *
   * @throws dev.maxdiff.domain.InvalidValueException when that account is real money without leave
   */
  boolean mayWait(BrokerException failure) {
    AccountFile bound = AccountFile.read(ground.directory()).orElse(null);
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

  /** What a start that cannot wait fails with. */
  RuntimeException unusable(BrokerException failure) {
    return options.venue() == Venue.EMBEDDED
        ? failure
        : new AlpacaStart(options.venue(), options.config()).unusable(failure);
  }
}

package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.state.AccountFile;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One state directory has one account, and one account one installation (promise P8). */
public final class AccountBinding {

  private static final String ALLOW_LIVE = "MAXDIFF_ALLOW_LIVE";

  private AccountBinding() {}

  /**
   * Refuses a directory that is bound to another account, and a directory with wishes whose binding
   * is missing.
   *
   * @param used whether the journal holds a wish: then the directory was bound before
   * @throws StateException when the binding is missing
   * @throws OwnedElsewhereException when the directory is bound to another account
   */
  public static void refuseOtherAccount(
      StateDirectory directory, Account account, boolean takeOver, boolean used) {
    Optional<AccountFile> bound = AccountFile.read(directory);
    if (bound.isEmpty() && used && !takeOver) {
      throw new StateException(
          "%s: missing, though there are wishes (expected: the binding of their account; restore it from a backup, or --take-over binds them to %s)"
              .formatted(directory.folder().resolve("account.json"), account.number()));
    }
    if (bound.isPresent() && !bound.get().number().equals(account.number()) && !takeOver) {
      throw new OwnedElsewhereException(
          "state directory %s belongs to account %s, the broker answers for %s (expected: the same; --take-over binds it anew)"
              .formatted(directory.folder(), bound.get().number(), account.number()));
    }
  }

  /** Binds the directory to the account. To be called after all checks. */
  static void bind(StateDirectory directory, Account account) {
    Optional<AccountFile> bound = AccountFile.read(directory);
    if (bound.isEmpty() || !bound.get().number().equals(account.number())) {
      new AccountFile(account.number(), account.number(), Instant.now()).write(directory);
    }
  }

  /**
   * Requires that {@code MAXDIFF_ALLOW_LIVE} names the live account.
   *
   * @throws InvalidValueException when it names no account or another one
   */
  public static void requirePermission(String number, Map<String, String> environment) {
    String allowed = environment.get(ALLOW_LIVE);
    if (!number.equals(allowed)) {
      throw new InvalidValueException(
          ALLOW_LIVE,
          allowed == null ? "unset" : allowed,
          number + ", the number of this account, to trade real money with it");
    }
  }

  /**
   * Refuses an account on which another installation has open orders.
   *
   * @param used whether the journal holds a wish: if not, the orders may be of a lost state
   *     directory
   * @throws OwnedElsewhereException when there is such an order and {@code takeOver} is false
   */
  static void refuseOthers(List<Order> ofOthers, boolean takeOver, boolean used) {
    if (!ofOthers.isEmpty() && !takeOver) {
      String advice =
          used
              ? "--take-over goes on beside them"
              : "--take-over goes on with them as its own, after a lost state directory";
      throw new OwnedElsewhereException(
          "the account has open orders of another installation, the first is %s (expected: none; %s)"
              .formatted(ofOthers.get(0).clientOrderId(), advice));
    }
  }
}

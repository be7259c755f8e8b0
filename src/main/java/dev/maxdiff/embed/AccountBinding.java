package dev.maxdiff.embed;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.state.AccountFile;
import dev.maxdiff.state.StateDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One state directory has one account, and one account one installation (promise P8). */
final class AccountBinding {

  private AccountBinding() {}

  /** Refuses when the directory is bound to another account. */
  static void refuseOtherAccount(StateDirectory directory, Account account, boolean takeOver) {
    Optional<AccountFile> bound = AccountFile.read(directory);
    if (bound.isPresent() && !bound.get().number().equals(account.number()) && !takeOver) {
      throw new StartRefusedException(
          "state directory %s belongs to account %s, the broker answers for %s (expected: the same; --take-over binds it anew)"
              .formatted(directory.folder(), bound.get().number(), account.number()));
    }
  }

  /** Binds the directory to the account, once nothing speaks against it. */
  static void bind(StateDirectory directory, Account account) {
    Optional<AccountFile> bound = AccountFile.read(directory);
    if (bound.isEmpty() || !bound.get().number().equals(account.number())) {
      new AccountFile(account.number(), account.number(), Instant.now()).write(directory);
    }
  }

  /** Refuses an account on which another installation has open orders. */
  static void refuseOthers(List<Order> ofOthers, boolean takeOver) {
    if (!ofOthers.isEmpty() && !takeOver) {
      throw new StartRefusedException(
          "the account has open orders of another installation, the first is %s (expected: none; --take-over goes on beside them)"
              .formatted(ofOthers.get(0).clientOrderId()));
    }
  }
}

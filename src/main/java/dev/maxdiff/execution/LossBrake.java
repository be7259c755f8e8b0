package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Pauses all entries when the loss of the day reaches its limit, until the next day or until an
 * operator lifts the pause.
 *
 * <p>A day starts when the broker resets {@code last_equity}: Alpaca at the close of the New York
 * session. The embedded exchange keeps the opening equity of the account, so its loss counts from
 * there. Thread-safe.
 */
final class LossBrake {

  private final Brakes limits;
  private final Pauses pauses;
  private final InstantSource clock;
  private final Consumer<EntryPause> tripped;

  /**
   * @param tripped receives each pause
   */
  LossBrake(Brakes limits, Pauses pauses, InstantSource clock, Consumer<EntryPause> tripped) {
    this.limits = limits;
    this.pauses = pauses;
    this.clock = clock;
    this.tripped = tripped;
  }

  boolean isSet() {
    return limits.dailyLoss() != null;
  }

  synchronized void look(Account account) {
    if (account.lastEquity() == null || account.equity() == null) {
      return;
    }
    pauses.endOfDay(account);
    BigDecimal loss = account.lastEquity().subtract(account.equity());
    if (limits.isTrippedBy(loss) && !pauses.isForgiven(account) && !isPausing()) {
      EntryPause pause =
          new EntryPause(
              PauseScope.EVERYTHING,
              "the day has lost "
                  + loss.stripTrailingZeros().toPlainString()
                  + " (daily-loss "
                  + limits.dailyLoss().stripTrailingZeros().toPlainString()
                  + ")",
              clock.instant(),
              account.lastEquity());
      pauses.add(pause);
      tripped.accept(pause);
    }
  }

  private boolean isPausing() {
    return pauses.all().stream().anyMatch(pause -> pause.scope().equals(PauseScope.EVERYTHING));
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Pauses all entries once the day has lost as much as it may, until the next day or until an
 * operator lifts it.
 *
 * <p>A day begins when the broker sets {@code last_equity} anew: Alpaca does at the close of the
 * New York session; the embedded exchange keeps what the account was opened with, so there the loss
 * counts from then on. Thread-safe.
 */
final class LossBrake {

  private final Brakes brakes;
  private final Pauses pauses;
  private final InstantSource clock;
  private final Consumer<EntryPause> tripped;

  /**
   * @param tripped told each time that it pauses
   */
  LossBrake(Brakes brakes, Pauses pauses, InstantSource clock, Consumer<EntryPause> tripped) {
    this.brakes = brakes;
    this.pauses = pauses;
    this.clock = clock;
    this.tripped = tripped;
  }

  boolean isSet() {
    return brakes.dailyLoss() != null;
  }

  synchronized void look(Account account) {
    if (account.lastEquity() == null || account.equity() == null) {
      return;
    }
    pauses.endOfDay(account);
    BigDecimal loss = account.lastEquity().subtract(account.equity());
    if (brakes.isTrippedBy(loss) && !pauses.isForgiven(account) && !isPausing()) {
      EntryPause pause =
          new EntryPause(
              PauseScope.EVERYTHING,
              "the day has lost "
                  + loss.stripTrailingZeros().toPlainString()
                  + " (daily-loss "
                  + brakes.dailyLoss().stripTrailingZeros().toPlainString()
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

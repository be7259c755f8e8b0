package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.model.RiskLimits;
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
public final class DailyLossLimit {

  private final RiskLimits limits;
  private final EntryPauses pauses;
  private final InstantSource clock;
  private final Consumer<EntryPause> onPause;

  /**
   * @param tripped receives each pause
   */
  public DailyLossLimit(
      RiskLimits limits, EntryPauses pauses, InstantSource clock, Consumer<EntryPause> tripped) {
    this.limits = limits;
    this.pauses = pauses;
    this.clock = clock;
    this.onPause = tripped;
  }

  public boolean isSet() {
    return limits.dailyLoss() != null;
  }

  public synchronized void check(Account account) {
    if (account.lastEquity() == null || account.equity() == null) {
      return;
    }
    pauses.endOfDay(account);
    BigDecimal loss = account.lastEquity().subtract(account.equity());
    if (limits.isReachedBy(loss) && !pauses.isForgiven(account) && !isPausing()) {
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
      onPause.accept(pause);
    }
  }

  private boolean isPausing() {
    return pauses.all().stream().anyMatch(pause -> pause.scope().equals(PauseScope.EVERYTHING));
  }
}

package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.model.RiskLimits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pauses all entries when the loss of the day reaches its limit, until the next day or until an
 * operator lifts the pause.
 *
 * <p>A day starts when the broker resets {@code last_equity}: Alpaca at the close of the New York
 * session. The embedded exchange keeps the opening equity of the account, so its loss counts from
 * there. Money that was moved into or out of the account is neither profit nor loss. Pure.
 */
public record DailyLossLimit(RiskLimits limits) {

  public boolean isSet() {
    return limits.dailyLoss() != null;
  }

  /**
   * Returns the changes of the pauses that the account requires.
   *
   * @param pauses with all changes that are not durable yet
   * @param transfers of the day, complete
   */
  public List<PauseChange> check(
      EntryPauses pauses, Account account, DayTransfers transfers, Instant now) {
    List<PauseChange> changes = new ArrayList<>();
    if (account.lastEquity() == null || account.equity() == null) {
      return changes;
    }
    EntryPauses ofToday = pauses;
    if (pauses.areOutdated(account)) {
      PauseChange begun = new PauseChange.DayBegan(account.lastEquity());
      changes.add(begun);
      ofToday = begun.apply(pauses);
    }
    reached(ofToday, account, transfers, now)
        .map(pause -> new PauseChange.Pause(PauseChange.UNASKED, pause))
        .ifPresent(changes::add);
    return changes;
  }

  /**
   * Returns the pause for the loss of the account's current day; empty if the loss is smaller, was
   * accepted by an operator, or all entries are paused already.
   */
  public Optional<EntryPause> reached(
      EntryPauses pauses, Account account, DayTransfers transfers, Instant now) {
    if (account.lastEquity() == null || account.equity() == null) {
      return Optional.empty();
    }
    BigDecimal loss = account.lastEquity().add(transfers.of(account)).subtract(account.equity());
    return limits.isReachedBy(loss) && !pauses.areForgiven(account) && !pauses.areComplete()
        ? Optional.of(pause(loss, account.lastEquity(), now))
        : Optional.empty();
  }

  private EntryPause pause(BigDecimal loss, BigDecimal dayEquity, Instant now) {
    return new EntryPause(
        PauseScope.EVERYTHING,
        "the day has lost "
            + loss.stripTrailingZeros().toPlainString()
            + " (daily-loss "
            + limits.dailyLoss().stripTrailingZeros().toPlainString()
            + ")",
        now,
        dayEquity);
  }
}

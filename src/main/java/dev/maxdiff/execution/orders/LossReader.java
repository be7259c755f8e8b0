package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.execution.decisions.AccountInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads what the check of the daily loss needs: the account, and the money that was moved into and
 * out of it since the start of the day. Blocks.
 */
public final class LossReader implements Supplier<AccountInput.AccountRead> {

  private static final int ATTEMPTS = 3;

  /** Longer than any time without a session. */
  private static final int DAYS = 10;

  private final Supplier<Account> account;
  private final Function<Instant, List<CashTransfer>> transfers;
  private final InstantSource clock;
  private final boolean sinceOpening;

  /**
   * @param account reads the account now
   * @param transfers reads the transfers after an instant; null = all
   * @param sinceOpening whether the day begins with the opening of the account
   */
  public LossReader(
      Supplier<Account> account,
      Function<Instant, List<CashTransfer>> transfers,
      InstantSource clock,
      boolean sinceOpening) {
    this.account = account;
    this.transfers = transfers;
    this.clock = clock;
    this.sinceOpening = sinceOpening;
  }

  /**
   * Reads the transfers before and after the account, so that no transfer lies between the two.
   *
   * @throws BrokerException if a read fails, or the transfers change again and again
   */
  @Override
  public AccountInput.AccountRead get() {
    Instant start = sinceOpening ? null : startOfDay(clock.instant());
    BigDecimal before = net(start);
    for (int i = 0; i < ATTEMPTS; i++) {
      Account read = account.get();
      BigDecimal after = net(start);
      if (after.compareTo(before) == 0) {
        return new AccountInput.AccountRead(read, after);
      }
      before = after;
    }
    throw new BrokerException(
        BrokerException.Failure.UNRESOLVED, 200, 0, "transfers change while the account is read");
  }

  private BigDecimal net(Instant start) {
    return transfers.apply(start).stream()
        .map(CashTransfer::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Returns the last close of a session: then Alpaca resets {@code last_equity}. */
  static Instant startOfDay(Instant now) {
    LocalDate today = MarketCalendar.dateOf(now);
    List<Instant> closes =
        MarketCalendar.sessions(today.minusDays(DAYS), today).stream()
            .map(MarketCalendar.Session::closesAt)
            .filter(close -> !close.isAfter(now))
            .toList();
    return closes.get(closes.size() - 1);
  }
}

package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.ObservedQuote;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reads of the account and the market; callers share answers within the request budget.
 *
 * <p>Ages are wall time. Calls block and may come from several threads. A failed read throws {@link
 * dev.maxdiff.broker.BrokerException}; it never returns an empty answer.
 */
public interface UpstreamView {

  /**
   * Returns positions and orders of at most this age, requested after the last {@link #invalidate};
   * zero = read now.
   */
  Timestamped<LedgerSnapshot> snapshot(Duration maxAge);

  /** Returns the newest snapshot of any age; empty before the first. */
  Optional<LedgerSnapshot> last();

  /** Returns {@link #last} with its time. */
  Optional<Timestamped<LedgerSnapshot>> newest();

  /** Marks earlier snapshots and accounts as outdated, for example after an order was sent. */
  void invalidate();

  /**
   * Returns the account, of at most this age, requested after the last {@link #invalidate}; zero =
   * read now.
   */
  Timestamped<Account> account(Duration maxAge);

  /** Returns the newest account of any age; empty before the first. */
  Optional<Account> newestAccount();

  /** Returns the time for which the broker has said that it takes no request; zero = none. */
  Duration retryAfter();

  /** Returns the quote for the pre-trade checks, read now. */
  Optional<ObservedQuote> quote(Symbol symbol);

  /** Returns quotes of at most this age; a symbol without a quote is absent. */
  Timestamped<Map<Symbol, Quote>> quotes(Set<Symbol> symbols, Duration maxAge);

  Optional<Timestamped<Asset>> asset(Symbol symbol);

  /** Returns the asset of any age as it was read last, without a request. */
  Optional<Asset> lastAsset(Symbol symbol);

  /**
   * Returns the current time of the broker, computed from an earlier answer unless the age is zero.
   */
  Timestamped<MarketClock> clock(Duration maxAge);

  List<TradingDay> calendar(LocalDate first, LocalDate last);

  /** Returns the current age of the value. */
  Duration age(Timestamped<?> aged);
}

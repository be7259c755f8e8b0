package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.ObservedQuote;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The reads of the account and the market; callers share answers within the request budget.
 *
 * <p>Ages are wall time. Calls may come from several threads. A call that returns a stage does not
 * block; the stage fails with a {@link dev.maxdiff.broker.BrokerException} if the read fails. Other
 * reads block and throw it. A failed read never returns an empty answer.
 */
public interface UpstreamView {

  /**
   * Reads positions and orders of at most this age, requested after the last {@link #invalidate};
   * zero = now.
   */
  CompletionStage<Timestamped<LedgerSnapshot>> readSnapshot(Duration maxAge);

  /** As {@link #readSnapshot}; blocks. */
  default Timestamped<LedgerSnapshot> snapshot(Duration maxAge) {
    return BrokerAnswers.await(readSnapshot(maxAge));
  }

  /** Returns the newest snapshot of any age; empty before the first. */
  Optional<LedgerSnapshot> last();

  /** Returns {@link #last} with its time. */
  Optional<Timestamped<LedgerSnapshot>> newest();

  /** Marks earlier snapshots and accounts as outdated, for example after an order was sent. */
  void invalidate();

  /** Every ledger that is read after this call has these corrections of the symbol. */
  void correct(Symbol symbol, List<LedgerCorrection> corrections);

  /**
   * Reads the account, of at most this age, requested after the last {@link #invalidate}; zero =
   * now.
   */
  CompletionStage<Timestamped<Account>> readAccount(Duration maxAge);

  /** As {@link #readAccount}; blocks. */
  default Timestamped<Account> account(Duration maxAge) {
    return BrokerAnswers.await(readAccount(maxAge));
  }

  /** Returns the newest account of any age; empty before the first. */
  Optional<Account> newestAccount();

  /** Returns the time for which the broker has said that it takes no request; zero = none. */
  Duration retryAfter();

  /** Reads the quote for the pre-trade checks now. */
  CompletionStage<Optional<ObservedQuote>> readQuote(Symbol symbol);

  /** Returns quotes of at most this age; a symbol without a quote is absent. */
  Timestamped<Map<Symbol, Quote>> quotes(Set<Symbol> symbols, Duration maxAge);

  CompletionStage<Optional<Timestamped<Asset>>> readAsset(Symbol symbol);

  /** As {@link #readAsset}; blocks. */
  default Optional<Timestamped<Asset>> asset(Symbol symbol) {
    return BrokerAnswers.await(readAsset(symbol));
  }

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

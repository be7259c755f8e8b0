package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the gateway reads of the broker goes through here, so that batching and a rate
 * budget have one place to be.
 *
 * <p>Calls block and may come from several threads; a failure is a {@link
 * dev.maxdiff.broker.BrokerException}, never emptiness.
 */
interface UpstreamView {

  /**
   * Positions and orders, at most this old, and never from before the last {@link #invalidate};
   * zero = read now.
   */
  Snapshot snapshot(Duration maxAge);

  /** The newest snapshot that there is, however old; empty before the first. */
  Optional<Snapshot> last();

  /** What was read so far may be out of date: an order has been sent. */
  void invalidate();

  Account account();

  Optional<SeenQuote> quote(Symbol symbol);

  Map<Symbol, Quote> quotes(Set<Symbol> symbols);

  Optional<Asset> asset(Symbol symbol);

  MarketClock clock();

  List<TradingDay> calendar(LocalDate first, LocalDate last);

  Optional<Order> order(String id);

  Optional<Order> orderByClientOrderId(String clientOrderId);

  /**
   * A quote and how old it was when it was asked for, in the watchers' time.
   *
   * @param stocksTrade whether the stock exchange was open then
   */
  record SeenQuote(Quote quote, Duration age, boolean stocksTrade) {}
}

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
 * Everything that the gateway reads of the broker goes through here: shared among those who ask,
 * within the broker's allowance.
 *
 * <p>Ages are wall time. Calls block and may come from several threads; a failure is a {@link
 * dev.maxdiff.broker.BrokerException}, never emptiness.
 */
interface UpstreamView {

  /**
   * Positions and orders, at most this old, and never from before the last {@link #invalidate};
   * zero = read now.
   */
  Aged<Snapshot> snapshot(Duration maxAge);

  /** The newest snapshot that there is, however old; empty before the first. */
  Optional<Snapshot> last();

  /** {@link #last} and its age. */
  Optional<Aged<Snapshot>> newest();

  /** What was read so far may be out of date: an order has been sent. */
  void invalidate();

  /** At most this old, and never from before the last {@link #invalidate}; zero = read now. */
  Aged<Account> account(Duration maxAge);

  /** The quote by which an order is judged: read now. */
  Optional<SeenQuote> quote(Symbol symbol);

  /** At most this old; a symbol without a quote is missing. */
  Aged<Map<Symbol, Quote>> quotes(Set<Symbol> symbols, Duration maxAge);

  Optional<Aged<Asset>> asset(Symbol symbol);

  /** The broker's time now; reckoned from an earlier answer unless the age is zero. */
  Aged<MarketClock> clock(Duration maxAge);

  List<TradingDay> calendar(LocalDate first, LocalDate last);

  Optional<Order> order(String id);

  Optional<Order> orderByClientOrderId(String clientOrderId);

  /** How old it is now. */
  Duration age(Aged<?> aged);
}

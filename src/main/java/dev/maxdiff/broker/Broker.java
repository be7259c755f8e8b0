package dev.maxdiff.broker;

import dev.maxdiff.domain.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One account at one broker, in Alpaca's terms.
 *
 * <p>Calls block the calling thread until the broker has answered or a time-out of the
 * implementation has passed; implementations may be called from several threads. Every failure is a
 * {@link BrokerException} whose {@link BrokerException#failure()} says whether anything may have
 * happened: failure is never presented as emptiness (hazards H19, H50).
 */
public interface Broker {

  Account account();

  /** All open positions, one a symbol, net over everything that trades on the account. */
  List<Position> positions();

  /** All orders that match, paged to the end, oldest submission first. */
  List<Order> orders(OrderQuery query);

  /** The order with the broker's own id; empty when there is none. */
  Optional<Order> order(String id);

  /** The order with our id; empty when the broker does not know it (yet). */
  Optional<Order> orderByClientOrderId(String clientOrderId);

  /** Places a limit order. Never repeated by the implementation. */
  Order submit(OrderRequest request);

  /**
   * Asks for a replacement; the answer is the NEW order, the old one is {@code pending_replace}.
   */
  Order replace(String id, ReplaceRequest request);

  /** Asks for a cancel; returning means accepted, not done: the order is terminal later. */
  void cancel(String id);

  MarketClock clock();

  /** Trading days of the exchange from {@code first} to {@code last}, both included. */
  List<TradingDay> calendar(LocalDate first, LocalDate last);

  /** Latest quotes; a symbol without one is missing from the answer. */
  Map<Symbol, Quote> quotes(Set<Symbol> symbols);

  /** What may be traded of a symbol, and in which steps; empty when the broker does not know it. */
  Optional<Asset> asset(Symbol symbol);
}

package dev.maxdiff.broker;

import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One account at one broker, in Alpaca's terms.
 *
 * <p>A call blocks the calling thread until the broker has answered or a timeout of the
 * implementation has passed. Several threads may call an implementation. Every call throws a {@link
 * BrokerException} when it fails; {@link BrokerException#failure()} says whether the broker may
 * have acted. A failed read never returns an empty result (hazards H19, H50).
 */
public interface Broker {

  Account account();

  /**
   * The money that was moved into or out of the account after the instant, oldest first.
   *
   * @param after null = since the opening of the account
   */
  List<CashTransfer> transfers(Instant after);

  /** All open positions, one per symbol, net over all orders of the account. */
  PositionList positions();

  /** All orders that match, from all pages, oldest submission first. */
  OrderList orders(OrderQuery query);

  /** The order with the broker's id; empty when the broker does not know the id. */
  Optional<Order> order(String id);

  /**
   * The order with our client order id; empty when the broker does not know the id. A new order may
   * be unknown for some seconds.
   */
  Optional<Order> orderByClientOrderId(String clientOrderId);

  /** Places a limit order. The implementation sends the request once. */
  Order submit(OrderRequest request);

  /**
   * Requests a replacement and returns the new order; the old order is {@code pending_replace}
   * until the broker has decided.
   */
  Order replace(String id, ReplaceRequest request);

  /** Requests a cancel. The order becomes terminal some time after the call has returned. */
  void cancel(String id);

  MarketClock clock();

  /** Trading days of the exchange from {@code first} to {@code last}, both included. */
  List<TradingDay> calendar(LocalDate first, LocalDate last);

  /** Latest quotes; a symbol without a quote is absent from the map. */
  Map<Symbol, Quote> quotes(Set<Symbol> symbols);

  /** The trading rules of a symbol; empty when the broker does not know the symbol. */
  Optional<Asset> asset(Symbol symbol);
}

package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The account data that one poll may read. Each method may send a request, which blocks.
 *
 * <p>Every method throws {@link dev.maxdiff.broker.BrokerException} when its data cannot be read.
 */
interface AccountView {

  MarketClock clock();

  /** Returns the open orders of the watcher's symbol. */
  List<Order> openOrders();

  List<Position> positions();

  /** Returns the quote of the watcher's symbol; an empty map when the symbol has no quote. */
  Map<Symbol, Quote> quotes();

  Account account();

  /** Returns the orders of the watcher's symbol in any status. */
  List<Order> allOrders();

  /** Sends one request of Alpaca's REST for each call of a method. */
  static AccountView of(Broker broker, Symbol symbol) {
    return new SingleRequests(broker, symbol);
  }

  /** The view that {@link #of} returns. */
  record SingleRequests(Broker broker, Symbol symbol) implements AccountView {

    @Override
    public MarketClock clock() {
      return broker.clock();
    }

    @Override
    public List<Order> openOrders() {
      return broker.orders(OrderQuery.open().of(symbol)).orders();
    }

    @Override
    public List<Position> positions() {
      return broker.positions().positions();
    }

    @Override
    public Map<Symbol, Quote> quotes() {
      return broker.quotes(Set.of(symbol));
    }

    @Override
    public Account account() {
      return broker.account();
    }

    @Override
    public List<Order> allOrders() {
      return broker.orders(OrderQuery.all().of(symbol)).orders();
    }
  }
}

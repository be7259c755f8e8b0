package dev.maxdiff.watch;

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

/** Asks a broker for each part when it is looked at. */
record BrokerLook(Broker broker, Symbol symbol) implements Look {

  @Override
  public MarketClock clock() {
    return broker.clock();
  }

  @Override
  public List<Order> openOrders() {
    return broker.orders(OrderQuery.open().of(symbol));
  }

  @Override
  public List<Position> positions() {
    return broker.positions();
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
    return broker.orders(OrderQuery.all().of(symbol));
  }
}

package dev.maxdiff.watch;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;

/**
 * What one poll may look at. Each look may be a request of its own, which blocks and fails with a
 * {@link dev.maxdiff.broker.BrokerException}.
 */
interface Look {

  MarketClock clock();

  /** The symbol's open orders. */
  List<Order> openOrders();

  List<Position> positions();

  /** Without the symbol when it has no quote. */
  Map<Symbol, Quote> quotes();

  Account account();

  /** The symbol's orders in any state. */
  List<Order> allOrders();
}

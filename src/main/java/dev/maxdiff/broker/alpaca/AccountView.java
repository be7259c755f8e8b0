package dev.maxdiff.broker.alpaca;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;

/**
 * All that a watcher's poll reads, as its gateway shows it in one answer.
 *
 * @param orders the watcher's own open ones, oldest submission first
 * @param account null when not asked for
 * @param history the watcher's own orders in any state; null when not asked for
 */
public record AccountView(
    MarketClock clock,
    List<Order> orders,
    List<Position> positions,
    Map<Symbol, Quote> quotes,
    Account account,
    List<Order> history) {

  public AccountView {
    orders = List.copyOf(orders);
    positions = List.copyOf(positions);
    quotes = Map.copyOf(quotes);
    history = history == null ? null : List.copyOf(history);
  }
}

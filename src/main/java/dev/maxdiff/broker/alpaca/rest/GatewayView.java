package dev.maxdiff.broker.alpaca.rest;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;

/**
 * The data of one watcher poll, from one response of the gateway.
 *
 * @param orders open orders of the watcher, oldest submission first
 * @param account null = not requested
 * @param history orders of the watcher in every status; null = not requested
 */
public record GatewayView(
    MarketClock clock,
    List<Order> orders,
    List<Position> positions,
    Map<Symbol, Quote> quotes,
    Account account,
    List<Order> history) {

  public GatewayView {
    orders = List.copyOf(orders);
    positions = List.copyOf(positions);
    quotes = Map.copyOf(quotes);
    history = history == null ? null : List.copyOf(history);
  }
}

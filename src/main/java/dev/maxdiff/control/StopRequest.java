package dev.maxdiff.control;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.util.Optional;

/**
 * Selects the wishes to withdraw; a null component matches every value. An operator's stop also
 * holds the slots.
 *
 * @param keepOrders leaves the slots' orders at the broker
 * @param source the kind of client; null = a loop
 */
public record StopRequest(
    Symbol symbol,
    Side side,
    Strategy strategy,
    Slot slot,
    boolean keepOrders,
    WishRequest.Source source) {

  public StopRequest {
    source = source == null ? WishRequest.Source.LOOP : source;
  }

  /** A loop's stop. */
  public StopRequest(Symbol symbol, Side side, Strategy strategy, Slot slot, boolean keepOrders) {
    this(symbol, side, strategy, slot, keepOrders, WishRequest.Source.LOOP);
  }

  /** Returns the same request from another client. */
  public StopRequest from(WishRequest.Source client) {
    return new StopRequest(symbol, side, strategy, slot, keepOrders, client);
  }

  boolean isOperators() {
    return source == WishRequest.Source.OPERATOR;
  }

  boolean matches(WatcherKey key) {
    return matches(symbol, key.symbol())
        && matches(side, key.side())
        && matches(strategy, key.strategy());
  }

  boolean matches(Slot one) {
    return matches(slot, one);
  }

  private static boolean matches(Object wanted, Object actual) {
    return wanted == null || wanted.equals(actual);
  }

  /** Returns the key if the request names exactly one. */
  Optional<WatcherKey> key() {
    return symbol == null || side == null || strategy == null
        ? Optional.empty()
        : Optional.of(new WatcherKey(symbol, side, strategy));
  }
}

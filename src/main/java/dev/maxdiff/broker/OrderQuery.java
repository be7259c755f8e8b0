package dev.maxdiff.broker;

import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A filter for a list of orders.
 *
 * @param openOnly false = every status
 * @param symbols empty = all
 * @param after selects orders submitted after this instant; null = all
 */
public record OrderQuery(boolean openOnly, Set<Symbol> symbols, Instant after) {

  public OrderQuery {
    symbols = Collections.unmodifiableSet(new TreeSet<>(symbols)); // one request, one text
  }

  public static OrderQuery open() {
    return new OrderQuery(true, Set.of(), null);
  }

  public static OrderQuery all() {
    return new OrderQuery(false, Set.of(), null);
  }

  public OrderQuery of(Symbol symbol) {
    return new OrderQuery(openOnly, Set.of(symbol), after);
  }
}

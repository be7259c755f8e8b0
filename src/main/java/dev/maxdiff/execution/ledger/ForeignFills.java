package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The orders of other origin that have filled, open or ended. Immutable.
 *
 * @param all as the reader has passed them
 */
record ForeignFills(List<Order> all, Map<Symbol, List<Order>> bySymbol) {

  static final ForeignFills NONE = new ForeignFills(List.of(), Map.of());

  /** Returns the fills after another read; the same list has no change. */
  ForeignFills after(List<Order> filled) {
    return filled == all
        ? this
        : new ForeignFills(
            filled,
            filled.stream()
                .collect(Collectors.groupingBy(Order::symbol, TreeMap::new, Collectors.toList())));
  }

  List<Order> of(Symbol symbol) {
    return bySymbol.getOrDefault(symbol, List.of());
  }
}

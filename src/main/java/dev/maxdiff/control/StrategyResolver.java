package dev.maxdiff.control;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.SlotView;
import java.util.List;
import java.util.stream.Collectors;

/** Whose wish it is when it names no strategy (hazard H37: it must never become a second one). */
final class StrategyResolver {

  private StrategyResolver() {}

  /** The only key of symbol and side, else {@code default}; several are refused by name. */
  static Strategy of(Symbol symbol, Side side, List<SlotView> slots) {
    List<Strategy> known =
        slots.stream()
            .filter(state -> state.wish() != null || state.pid() > 0)
            .map(state -> state.slot().key())
            .filter(key -> key.symbol().equals(symbol) && key.side() == side)
            .map(WatcherKey::strategy)
            .distinct()
            .sorted()
            .toList();
    if (known.size() > 1) {
      String names = known.stream().map(Strategy::name).collect(Collectors.joining(", "));
      throw new InvalidValueException(
          "strategy", "none", "one of " + names + ", because " + symbol + " " + side + " has them");
    }
    return known.isEmpty() ? Strategy.DEFAULT : known.get(0);
  }
}

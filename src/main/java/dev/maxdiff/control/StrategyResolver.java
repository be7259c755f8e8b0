package dev.maxdiff.control;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.SlotView;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the strategy of a wish that names none, so that no second key appears (hazard H37). */
final class StrategyResolver {

  private StrategyResolver() {}

  /**
   * Returns the strategy of the only key of symbol and side, or {@code default} without such a key.
   *
   * @throws InvalidValueException if several keys match; the message names them
   */
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

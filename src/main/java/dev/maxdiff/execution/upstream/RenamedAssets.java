package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.OwnOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds positions whose asset our orders know under another symbol: the broker has renamed it. A
 * position that is only renamed is not gone, and must end no exit. Not thread-safe.
 */
final class RenamedAssets {

  /** The symbols of our orders, by the broker's id of the asset. */
  private final Map<String, Set<Symbol>> symbols = new HashMap<>();

  void seen(Collection<OwnOrder> orders) {
    for (OwnOrder own : orders) {
      if (own.order().assetId() != null) {
        symbols
            .computeIfAbsent(own.order().assetId(), id -> new HashSet<>())
            .add(own.slot().key().symbol());
      }
    }
  }

  /**
   * Returns a position that cannot be read for each of our symbols that is held under another one.
   *
   * @param isOwned whether the keys of a symbol own a quantity by their fills
   */
  List<OpaquePosition> among(List<Position> positions, Predicate<Symbol> isOwned) {
    Set<Symbol> held = positions.stream().map(Position::symbol).collect(Collectors.toSet());
    List<OpaquePosition> renamed = new ArrayList<>();
    for (Position position : positions) {
      Set<Symbol> ours =
          position.assetId() == null
              ? Set.of()
              : symbols.getOrDefault(position.assetId(), Set.of());
      ours.stream()
          .filter(symbol -> !held.contains(symbol) && isOwned.test(symbol))
          .sorted()
          .map(symbol -> renamed(symbol, position))
          .forEach(renamed::add);
    }
    return renamed;
  }

  private static OpaquePosition renamed(Symbol symbol, Position position) {
    return new OpaquePosition(
        symbol.text(),
        "symbol: " + position.symbol() + " (expected: " + symbol + ", which names the same asset)");
  }
}

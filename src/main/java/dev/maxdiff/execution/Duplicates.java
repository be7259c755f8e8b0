package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which orders of the older system are one too many (CONTRACT 9): of several open ones on one side
 * of a symbol without a position, all but the newest. Pure.
 *
 * <p>It is not for orders of ours, which slot and generation tell apart.
 */
final class Duplicates {

  private static final BigDecimal CRYPTO_DUST = new BigDecimal("0.00000001");

  private Duplicates() {}

  private record Place(Symbol symbol, Side side) {}

  /** The superfluous ones, place by place, the oldest first. */
  static List<Order> of(List<Order> open, List<Position> positions) {
    Set<Symbol> held =
        positions.stream()
            .filter(position -> !isFlat(position))
            .map(Position::symbol)
            .collect(Collectors.toSet());
    Map<Place, List<Order>> places = new LinkedHashMap<>();
    for (Order order : open) {
      if (!held.contains(order.symbol())) {
        Place place = new Place(order.symbol(), order.side());
        places.computeIfAbsent(place, key -> new ArrayList<>()).add(order);
      }
    }
    return places.values().stream().flatMap(Duplicates::allButTheNewest).toList();
  }

  private static Stream<Order> allButTheNewest(List<Order> orders) {
    return orders.stream()
        .sorted(Comparator.comparing(Duplicates::placedAt))
        .limit(orders.size() - 1L);
  }

  private static Instant placedAt(Order order) {
    return Stream.of(order.createdAt(), order.submittedAt(), order.updatedAt())
        .filter(at -> at != null)
        .findFirst()
        .orElse(Instant.MIN);
  }

  /** Worth less than a dollar, and of stocks less than one share as well. */
  private static boolean isFlat(Position position) {
    BigDecimal quantity = position.quantity().abs();
    boolean penny = quantity.multiply(position.currentPrice().abs()).compareTo(BigDecimal.ONE) < 0;
    return position.symbol().isCrypto()
        ? penny || quantity.compareTo(CRYPTO_DUST) < 0
        : penny && quantity.compareTo(BigDecimal.ONE) < 0;
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.OwnOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds duplicate open orders. Pure.
 *
 * <p>Orders of a slot: every order but the newest of the newest generation is a duplicate (DESIGN
 * 5). Orders of the older system have no slot: of several orders on one side of a symbol without a
 * position, every order but the newest is a duplicate (CONTRACT 9). This rule also matches an
 * intended ladder of orders (hazard H44); these duplicates are therefore cancelled on request only.
 */
public final class DuplicateOrderRule {

  private static final BigDecimal CRYPTO_DUST = new BigDecimal("0.00000001");
  private static final Set<OrderStatus> LEAVING =
      Set.of(OrderStatus.PENDING_CANCEL, OrderStatus.PENDING_REPLACE);
  private static final Comparator<OwnOrder> BY_GENERATION =
      Comparator.comparingLong(OwnOrder::generation).thenComparing(own -> placedAt(own.order()));

  private DuplicateOrderRule() {}

  /** Sorts the open orders of the account; cancels none. */
  public static DuplicateOrders find(PositionLedger ledger) {
    List<Order> older =
        of(
            ledger.foreign().stream()
                .filter(order -> !ClientOrderId.isOfSomeInstallation(order.clientOrderId()))
                .toList(),
            List.copyOf(ledger.positions()));
    List<Order> others = new ArrayList<>(ledger.foreign());
    others.removeAll(older);
    return new DuplicateOrders(ofSlots(ledger.open()), older, others, List.of());
  }

  private record Place(Symbol symbol, Side side) {}

  /** Returns our duplicates; an order with a pending cancel or replace does not count. */
  public static List<OwnOrder> ofSlots(Collection<OwnOrder> open) {
    Map<SlotId, List<OwnOrder>> slots = new LinkedHashMap<>();
    open.stream()
        .filter(own -> !LEAVING.contains(own.order().status()))
        .forEach(own -> slots.computeIfAbsent(own.slot(), slot -> new ArrayList<>()).add(own));
    return slots.values().stream()
        .flatMap(orders -> orders.stream().sorted(BY_GENERATION).limit(orders.size() - 1L))
        .toList();
  }

  /** Returns the duplicates of the older system by symbol and side, oldest first. */
  public static List<Order> of(List<Order> open, List<Position> positions) {
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
    return places.values().stream().flatMap(DuplicateOrderRule::allButTheNewest).toList();
  }

  private static Stream<Order> allButTheNewest(List<Order> orders) {
    return orders.stream()
        .sorted(Comparator.comparing(DuplicateOrderRule::placedAt))
        .limit(orders.size() - 1L);
  }

  private static Instant placedAt(Order order) {
    return Stream.of(order.createdAt(), order.submittedAt(), order.updatedAt())
        .filter(at -> at != null)
        .findFirst()
        .orElse(Instant.MIN);
  }

  /** Whether the position is worth less than a dollar and, for stocks, is less than one share. */
  private static boolean isFlat(Position position) {
    BigDecimal quantity = position.quantity().abs();
    boolean penny = quantity.multiply(position.currentPrice().abs()).compareTo(BigDecimal.ONE) < 0;
    return position.symbol().isCrypto()
        ? penny || quantity.compareTo(CRYPTO_DUST) < 0
        : penny && quantity.compareTo(BigDecimal.ONE) < 0;
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Orders that other slots of the symbol have sent, whose outcome is not known, and which the broker
 * does not show: any of them may arrive at any moment, so the fences count them as open.
 */
record Underway(List<Intent> intents) {

  static final Underway NOTHING = new Underway(List.of());

  Underway {
    intents = List.copyOf(intents);
  }

  /**
   * @param unresolved of the symbol
   * @param asking its own are left out: it sends nothing while there is one
   * @param shown by the broker, in any state
   */
  static Underway beside(SlotId asking, Collection<Intent> unresolved, Collection<OwnOrder> shown) {
    if (unresolved.isEmpty()) {
      return NOTHING;
    }
    Set<String> names =
        shown.stream().map(own -> own.order().clientOrderId()).collect(Collectors.toSet());
    return new Underway(
        unresolved.stream()
            .filter(intent -> !intent.slot().equals(asking))
            .filter(intent -> !names.contains(intent.clientOrderId()))
            .toList());
  }

  /** One that would trade with an order on this side at this price. */
  Optional<Intent> crossing(Side side, Price price) {
    return on(side.opposite())
        .filter(intent -> price.meets(side, intent.price().value()))
        .findFirst();
  }

  /** What they may fill on this side; one in the place of an open order counts with that one. */
  BigDecimal quantity(Side side, List<Order> open) {
    return on(side)
        .filter(intent -> open.stream().noneMatch(order -> order.id().equals(intent.replaces())))
        .map(intent -> intent.quantity().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  boolean hasEntry(Side side) {
    return on(side).anyMatch(intent -> intent.slot().slot() == Slot.ENTRY);
  }

  private Stream<Intent> on(Side side) {
    return intents.stream().filter(intent -> intent.slot().orderSide() == side);
  }
}

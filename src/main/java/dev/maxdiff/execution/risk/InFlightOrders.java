package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderIntent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Orders in transit of other slots of the symbol: their outcome is unknown and the broker does not
 * show them. They may arrive at any time, so the pre-trade checks count them as open.
 */
public record InFlightOrders(List<OrderIntent> intents) {

  public static final InFlightOrders NOTHING = new InFlightOrders(List.of());

  public InFlightOrders {
    intents = List.copyOf(intents);
  }

  /**
   * @param unresolved intents of the symbol
   * @param asking slot whose own intents are left out; it sends nothing while one is unresolved
   * @param isShown whether the broker shows an order with this client order id, in any state
   */
  public static InFlightOrders beside(
      SlotId asking, Collection<OrderIntent> unresolved, Predicate<String> isShown) {
    return unresolved.isEmpty()
        ? NOTHING
        : new InFlightOrders(
            unresolved.stream()
                .filter(intent -> !intent.slot().equals(asking))
                .filter(intent -> !isShown.test(intent.clientOrderId()))
                .toList());
  }

  /** Returns an order that would trade with an order of this side and price. */
  Optional<OrderIntent> crossing(Side side, Price price) {
    return on(side.opposite())
        .filter(intent -> price.meets(side, intent.price().value()))
        .findFirst();
  }

  /** Returns the limits of the orders of this side. */
  Stream<BigDecimal> limits(Side side) {
    return on(side).map(intent -> intent.price().value());
  }

  /** Returns the quantity they may fill on this side, without replacements of open orders. */
  BigDecimal quantity(Side side, Predicate<String> isOpen) {
    return on(side)
        .filter(intent -> !isOpen.test(intent.replaces()))
        .map(intent -> intent.quantity().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  boolean hasEntry(Side side) {
    return on(side).anyMatch(intent -> intent.slot().slot() == Slot.ENTRY);
  }

  private Stream<OrderIntent> on(Side side) {
    return intents.stream().filter(intent -> intent.slot().orderSide() == side);
  }
}

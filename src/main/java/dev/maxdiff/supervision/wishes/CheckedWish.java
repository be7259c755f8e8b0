package dev.maxdiff.supervision.wishes;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;

/**
 * A wish that has passed the checks of control, on its way to its supervisor.
 *
 * @param increments the asset's increments, at which equal wishes are recognised
 * @param operator whether a person sent the wish, and not a loop
 * @param retry restarts an equal wish in {@code crash_loop}; operators only
 * @param exitOf the entry of the plan row that an exit belongs to; null = none
 */
public record CheckedWish(
    Wish wish, Increments increments, boolean operator, boolean retry, PlannedEntry exitOf) {

  public CheckedWish {
    requireNonNull(wish, "wish");
    requireNonNull(increments, "increments");
  }

  /** Creates a wish that is no exit of a plan row. */
  public CheckedWish(Wish wish, Increments increments, boolean operator, boolean retry) {
    this(wish, increments, operator, retry, null);
  }

  boolean hasSameOrdersAs(Wish other) {
    return other.sendsTheSameAs(wish, increments);
  }

  /** Returns whether price and quantity are equal at the asset's increments. */
  boolean sendsTheSame(Price price, Quantity quantity) {
    return wish.quantity().filter(own -> same(wish.price(), own, price, quantity)).isPresent();
  }

  /** Returns whether the exit belongs to an entry of this price and quantity. */
  boolean isExitOf(Price price, Quantity quantity) {
    return exitOf != null && same(exitOf.limit(), exitOf.quantity(), price, quantity);
  }

  private boolean same(Price price, Quantity quantity, Price other, Quantity otherQuantity) {
    Side side = wish.key().slot(Slot.ENTRY).orderSide();
    return increments.passive(side, price).equals(increments.passive(side, other))
        && increments.round(quantity.value()).compareTo(increments.round(otherQuantity.value()))
            == 0;
  }

  CheckedWish with(Wish other) {
    return new CheckedWish(other, increments, operator, retry, exitOf);
  }
}

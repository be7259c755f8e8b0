package dev.maxdiff.supervision.wishes;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Wish;

/**
 * A wish that has passed the checks of control, on its way to its supervisor.
 *
 * @param increments the asset's increments, at which equal wishes are recognised
 * @param operator whether a person sent the wish, and not a loop
 * @param retry restarts an equal wish in {@code crash_loop}; operators only
 */
public record CheckedWish(Wish wish, Increments increments, boolean operator, boolean retry) {

  public CheckedWish {
    requireNonNull(wish, "wish");
    requireNonNull(increments, "increments");
  }

  boolean hasSameOrdersAs(Wish other) {
    return other.sendsTheSameAs(wish, increments);
  }

  /** Returns whether price and quantity are equal at the asset's increments. */
  boolean sendsTheSame(Price price, Quantity quantity) {
    Side side = wish.slotId().orderSide();
    return increments.passive(side, price).equals(increments.passive(side, wish.price()))
        && wish.quantity()
            .filter(
                own ->
                    increments.round(own.value()).compareTo(increments.round(quantity.value()))
                        == 0)
            .isPresent();
  }

  CheckedWish with(Wish other) {
    return new CheckedWish(other, increments, operator, retry);
  }
}

package dev.maxdiff.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A user's durable wish for a slot: the parameters of its watcher. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "slot")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EntryWish.class, name = "entry"),
  @JsonSubTypes.Type(value = ExitWish.class, name = "exit")
})
public sealed interface Wish extends JsonSerializable permits EntryWish, ExitWish {

  WatcherKey key();

  /** Returns the limit of an entry or the take-profit of an exit, quote currency. */
  Price price();

  /**
   * Returns the quantity to buy or to close, base units; empty = the whole position (exits only).
   */
  Optional<Quantity> quantity();

  /** Returns the trigger distance of an entry or the price match of an exit, as a fraction ≥ 0. */
  java.math.BigDecimal tolerance();

  /** Returns the end of the watcher; empty = when the key is flat (exits only). */
  Optional<Instant> expiry();

  /** Returns the time between two polls; fractions of a second are allowed. */
  Duration poll();

  /** Whether an entry may be marketable or distant, and orders without the trigger. */
  boolean force();

  /** Returns the slot of the wish. */
  SlotId slotId();

  /**
   * Returns whether {@code other} leads to the same orders: key, slot, price, quantity and
   * tolerance are equal at the asset's increments. Expiry, poll and force do not count (DESIGN
   * 4.1).
   */
  default boolean sendsTheSameAs(Wish other, Increments increments) {
    return slotId().equals(other.slotId())
        && sent(this, increments).equals(sent(other, increments));
  }

  private static java.util.List<Object> sent(Wish wish, Increments increments) {
    return java.util.List.of(
        increments.passive(wish.slotId().orderSide(), wish.price()),
        wish.quantity().map(quantity -> increments.round(quantity.value())),
        Decimals.plain(wish.tolerance()));
  }
}

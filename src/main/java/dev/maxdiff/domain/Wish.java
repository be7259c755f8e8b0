package dev.maxdiff.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What someone wants of a slot: the parameters of the one watcher that shall run there. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "slot")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EntryWish.class, name = "entry"),
  @JsonSubTypes.Type(value = ExitWish.class, name = "exit")
})
public sealed interface Wish extends JsonSerializable permits EntryWish, ExitWish {

  WatcherKey key();

  /** The limit of an entry, the take-profit of an exit; quote currency. */
  Price price();

  /** What to buy, or how much of the position to close; empty = the whole position (exits only). */
  Optional<Quantity> quantity();

  /** Relative trigger distance of an entry, relative price match of an exit; a fraction ≥ 0. */
  java.math.BigDecimal tolerance();

  /** When the watcher ends; empty = an exit that lives until flat. */
  Optional<Instant> expiry();

  /** Pause between two polls; fractions of a second are allowed. */
  Duration poll();

  /** Places marketable or far-off orders too, and enters without waiting for the trigger. */
  boolean force();

  /** The slot that this wish is for. */
  SlotId slotId();

  /**
   * Whether {@code other} would send the same orders: key, slot, price, quantity and tolerance
   * agree at the asset's increments. Expiry, poll and force do not count (DESIGN 4.1).
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

package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The wish to enter: "Stage an entry of {@code targetQuantity} at {@code limitPrice}."
 *
 * @param limitPrice quote currency
 * @param targetQuantity quantity to own in the end, base units
 * @param tolerance distance of the quote from the limit, as a fraction, within which the watcher
 *     orders
 * @param expiresAt end of the watcher
 * @param poll time between two polls
 * @param force orders at once at any distance of the quote
 * @param priorityRank recorded only; null = none
 * @param trade the trade of a plan row, which buys the target once; null = the entry orders again
 *     after its position is closed, until it expires
 */
public record EntryWish(
    WatcherKey key,
    Price limitPrice,
    Quantity targetQuantity,
    BigDecimal tolerance,
    Instant expiresAt,
    Duration poll,
    boolean force,
    Integer priorityRank,
    @JsonInclude(JsonInclude.Include.NON_NULL) PlannedTrade trade)
    implements Wish {

  public EntryWish {
    requireNonNull(key, "key");
    requireNonNull(limitPrice, "limit-price");
    requireNonNull(targetQuantity, "target-qty");
    requireNonNull(expiresAt, "expires-at");
    tolerance = WishBounds.tolerance("tolerance-pct", tolerance);
    poll = WishBounds.poll(poll);
    expiresAt = WishBounds.writable(expiresAt);
    if (key.symbol().isCrypto() && key.side() == Side.SELL) {
      throw new InvalidValueException("side", "sell", "buy: crypto cannot be shorted");
    }
  }

  /** Creates an entry that is of no plan row. */
  public EntryWish(
      WatcherKey key,
      Price limitPrice,
      Quantity targetQuantity,
      BigDecimal tolerance,
      Instant expiresAt,
      Duration poll,
      boolean force,
      Integer priorityRank) {
    this(key, limitPrice, targetQuantity, tolerance, expiresAt, poll, force, priorityRank, null);
  }

  /** Returns the wish with another end and another trade. */
  public EntryWish with(Instant end, PlannedTrade other) {
    return new EntryWish(
        key, limitPrice, targetQuantity, tolerance, end, poll, force, priorityRank, other);
  }

  @JsonIgnore
  @Override
  public Price price() {
    return limitPrice;
  }

  @Override
  public Optional<Quantity> quantity() {
    return Optional.of(targetQuantity);
  }

  @Override
  public Optional<Instant> expiry() {
    return Optional.of(expiresAt);
  }

  @Override
  public SlotId slotId() {
    return key.slot(Slot.ENTRY);
  }
}

package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 */
public record EntryWish(
    WatcherKey key,
    Price limitPrice,
    Quantity targetQuantity,
    BigDecimal tolerance,
    Instant expiresAt,
    Duration poll,
    boolean force,
    Integer priorityRank)
    implements Wish {

  public EntryWish {
    requireNonNull(key, "key");
    requireNonNull(limitPrice, "limit-price");
    requireNonNull(targetQuantity, "target-qty");
    requireNonNull(expiresAt, "expires-at");
    tolerance = WishBounds.tolerance("tolerance-pct", tolerance);
    poll = WishBounds.poll(poll);
    if (key.symbol().isCrypto() && key.side() == Side.SELL) {
      throw new InvalidValueException("side", "sell", "buy: crypto cannot be shorted");
    }
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

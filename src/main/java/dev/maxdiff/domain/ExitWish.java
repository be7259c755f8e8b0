package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The wish to exit: "Hold an exit at {@code takeprofitPrice}."
 *
 * @param takeprofitPrice quote currency
 * @param targetQuantity quantity to close, base units; null = the whole position of the key
 * @param tolerance relative distance within which an open order counts as the take-profit
 * @param expiresAt end of the watcher; null = when the key is flat
 * @param poll time between two polls
 * @param force a price that is passed or far from the quote needs no warning
 * @param claimUnowned also closes unowned quantity; one key per symbol and side
 */
public record ExitWish(
    WatcherKey key,
    Price takeprofitPrice,
    Quantity targetQuantity,
    BigDecimal tolerance,
    Instant expiresAt,
    Duration poll,
    boolean force,
    boolean claimUnowned)
    implements Wish {

  public ExitWish {
    requireNonNull(key, "key");
    requireNonNull(takeprofitPrice, "takeprofit-price");
    tolerance = WishBounds.tolerance("price-tolerance", tolerance);
    poll = WishBounds.poll(poll);
    expiresAt = WishBounds.writable(expiresAt);
  }

  @JsonIgnore
  @Override
  public Price price() {
    return takeprofitPrice;
  }

  @Override
  public Optional<Quantity> quantity() {
    return Optional.ofNullable(targetQuantity);
  }

  @Override
  public Optional<Instant> expiry() {
    return Optional.ofNullable(expiresAt);
  }

  @Override
  public SlotId slotId() {
    return key.slot(Slot.EXIT);
  }
}

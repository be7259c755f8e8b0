package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A wish as someone states it; null means "the default" for every component that says so.
 *
 * @param strategy null = the only key of symbol and side, else {@code default} (DESIGN 4.1)
 * @param price limit of an entry, take-profit of an exit
 * @param quantity required for an entry; null for an exit = the whole position
 * @param tolerance fraction; null = the configured one of the slot
 * @param expiresIn life of the watcher; null = see {@code expiresAt}
 * @param expiresAt end of the watcher; null with {@code expiresIn} null = until flat for an exit,
 *     the configured life for an entry
 * @param poll null = the configured pause
 * @param force accepts marketable and far-off prices
 * @param claimUnowned exits only: also close what the book does not know
 * @param retry starts an equal wish again that is in {@code crash_loop}
 * @param priorityRank recorded only; null = none
 * @param source who asks
 */
public record WishRequest(
    Slot slot,
    Symbol symbol,
    Side side,
    Strategy strategy,
    Price price,
    Quantity quantity,
    BigDecimal tolerance,
    Duration expiresIn,
    Instant expiresAt,
    Duration poll,
    boolean force,
    boolean claimUnowned,
    boolean retry,
    Integer priorityRank,
    Source source) {

  /** Who a wish comes from; loops never revive a crash loop. */
  public enum Source {
    LOOP,
    OPERATOR
  }

  public WishRequest {
    requireNonNull(slot, "slot");
    requireNonNull(symbol, "symbol");
    requireNonNull(side, "side");
    requireNonNull(price, "price");
    requireNonNull(source, "source");
  }

  /** A loop's wish to close the whole position of {@code key} at {@code takeProfit}, until flat. */
  public static WishRequest exit(WatcherKey key, Price takeProfit) {
    return ofLoop(Slot.EXIT, key, takeProfit, null);
  }

  /** A loop's wish to hold {@code quantity}, bought or sold short at {@code limit} or better. */
  public static WishRequest entry(WatcherKey key, Price limit, Quantity quantity) {
    return ofLoop(Slot.ENTRY, key, limit, quantity);
  }

  private static WishRequest ofLoop(Slot slot, WatcherKey key, Price price, Quantity quantity) {
    return new WishRequest(
        slot,
        key.symbol(),
        key.side(),
        key.strategy(),
        price,
        quantity,
        null,
        null,
        null,
        null,
        false,
        false,
        false,
        null,
        Source.LOOP);
  }
}

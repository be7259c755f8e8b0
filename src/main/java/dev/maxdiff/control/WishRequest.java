package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.PlannedTrade;
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
 * A wish as a client sends it; null selects a default where the component documents one.
 *
 * @param strategy null = the only key of symbol and side, else {@code default} (DESIGN 4.1)
 * @param price limit of an entry, take-profit of an exit
 * @param quantity required for an entry; null for an exit = the whole position
 * @param tolerance fraction; null = the configured tolerance of the slot
 * @param expiresIn life of the watcher; null = see {@code expiresAt}
 * @param expiresAt end of the watcher; null with {@code expiresIn} null = until flat for an exit,
 *     the configured life for an entry
 * @param poll time between two polls; null = the configured time
 * @param force no warning about the price; an entry orders without the trigger
 * @param claimUnowned exits only: also closes quantity that no key owns
 * @param retry restarts an equal wish in {@code crash_loop}
 * @param priorityRank a loop's rank of its pick, counted from 1; null = none
 * @param source the kind of client
 * @param trade entries only: the trade of a plan row, which buys once; null = none
 * @param exitOf exits only: the entry of the plan row that the exit belongs to; null = none
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
    Source source,
    PlannedTrade trade,
    PlannedEntry exitOf) {

  /**
   * The kind of client (DESIGN 1). A loop can neither lift a hold nor restart a wish in a crash
   * loop.
   */
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

  /** Creates the request of a wish that is of no plan row. */
  public WishRequest(
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
    this(
        slot,
        symbol,
        side,
        strategy,
        price,
        quantity,
        tolerance,
        expiresIn,
        expiresAt,
        poll,
        force,
        claimUnowned,
        retry,
        priorityRank,
        source,
        null,
        null);
  }

  /** Returns the same wish from another client. */
  public WishRequest from(Source client) {
    return new WishRequest(
        slot,
        symbol,
        side,
        strategy,
        price,
        quantity,
        tolerance,
        expiresIn,
        expiresAt,
        poll,
        force,
        claimUnowned,
        retry,
        priorityRank,
        client,
        trade,
        exitOf);
  }

  /** Returns a loop's wish to close the whole position of the key; it lasts until flat. */
  public static WishRequest exit(WatcherKey key, Price takeProfit) {
    return ofLoop(Slot.EXIT, key, takeProfit, null);
  }

  /** Returns a loop's wish to buy or sell short {@code quantity} at {@code limit} or better. */
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

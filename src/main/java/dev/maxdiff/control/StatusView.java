package dev.maxdiff.control;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What {@code status} shows.
 *
 * @param brokerError why account, positions and orders are missing; null when they are there
 * @param account null when the broker could not be read
 * @param capital what accepted entries hold of the cash, in the order in which they get it
 * @param pauses which entries may not order, one line each
 * @param uncovered exits that are wished, hold something, and have no open order to close it
 * @param reconciled on what journal and broker differed at the start, and what was done about it
 */
public record StatusView(
    Venue venue,
    Instant at,
    String brokerError,
    Account account,
    List<PositionLine> positions,
    List<OrderLine> orders,
    List<WatcherLine> watchers,
    List<CapitalLine> capital,
    List<String> pauses,
    List<UncoveredLine> uncovered,
    List<String> reconciled) {

  public StatusView {
    positions = List.copyOf(positions);
    orders = List.copyOf(orders);
    watchers = List.copyOf(watchers);
    capital = List.copyOf(capital);
    pauses = List.copyOf(pauses);
    uncovered = List.copyOf(uncovered);
    reconciled = List.copyOf(reconciled);
  }

  /** One symbol: the broker's net position and whose it is. */
  public record PositionLine(
      Symbol symbol,
      BigDecimal quantity,
      Map<WatcherKey, BigDecimal> owned,
      BigDecimal unowned,
      BigDecimal averageEntryPrice,
      BigDecimal currentPrice) {}

  /**
   * The cash of one entry that was accepted, quote currency.
   *
   * @param needed for what it has not bought yet
   * @param reserved less than needed where the account has not enough behind those before it
   */
  public record CapitalLine(WatcherKey key, BigDecimal needed, BigDecimal reserved) {}

  /**
   * One exit without an order.
   *
   * @param quantity held, as a magnitude
   * @param since when that was first seen
   * @param words what is known of why
   */
  public record UncoveredLine(WatcherKey key, BigDecimal quantity, Instant since, String words) {}

  /**
   * One open order.
   *
   * @param key null for an order that is not ours
   * @param slot null for an order that is not ours
   */
  public record OrderLine(
      WatcherKey key,
      Slot slot,
      long generation,
      Symbol symbol,
      Side side,
      BigDecimal quantity,
      BigDecimal filled,
      BigDecimal limitPrice,
      String status,
      String clientOrderId) {}

  /**
   * One slot that has, or had, a wish.
   *
   * @param wanted whether its wish stands
   * @param alive whether its process was seen alive when this was asked
   * @param pid 0 when no process runs
   * @param state the state of CONTRACT section 3
   * @param quantity null = the whole position
   * @param expiresAt null = until flat
   */
  public record WatcherLine(
      WatcherKey key,
      Slot slot,
      long generation,
      boolean wanted,
      boolean alive,
      int pid,
      String state,
      Price price,
      Quantity quantity,
      BigDecimal tolerance,
      Instant startedAt,
      Instant expiresAt,
      Instant updatedAt,
      int restarts,
      String error) {}
}

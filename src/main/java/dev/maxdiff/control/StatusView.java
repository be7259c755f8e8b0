package dev.maxdiff.control;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.OrderTerms;
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
 * The content of {@code status}.
 *
 * @param brokerError reason for missing account, positions and orders; null = they are present
 * @param account null if the broker could not be read
 * @param capital the cash of accepted entries, in the order of allocation
 * @param pauses one line for each pause of entries
 * @param holds one line for each hold by an operator
 * @param uncovered keys that own a quantity that no working order closes, or no watcher watches
 * @param unreadable one line for each order or position that cannot be read, with its consequence
 * @param reconciled differences between journal and broker at the start, with their resolution
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
    List<String> holds,
    List<UncoveredLine> uncovered,
    List<String> unreadable,
    List<String> reconciled) {

  public StatusView {
    positions = List.copyOf(positions);
    orders = List.copyOf(orders);
    watchers = List.copyOf(watchers);
    capital = List.copyOf(capital);
    pauses = List.copyOf(pauses);
    holds = List.copyOf(holds);
    uncovered = List.copyOf(uncovered);
    unreadable = List.copyOf(unreadable);
    reconciled = List.copyOf(reconciled);
  }

  /** One symbol: the broker's net position and its owners. */
  public record PositionLine(
      Symbol symbol,
      BigDecimal quantity,
      Map<WatcherKey, BigDecimal> owned,
      BigDecimal unowned,
      BigDecimal averageEntryPrice,
      BigDecimal currentPrice) {}

  /**
   * The cash of one accepted entry, quote currency.
   *
   * @param needed for the quantity that is not bought yet
   * @param reserved less than {@code needed} if earlier entries leave too little cash
   */
  public record CapitalLine(WatcherKey key, BigDecimal needed, BigDecimal reserved) {}

  /**
   * One key of which a quantity is not covered or not watched.
   *
   * @param quantity absolute value
   * @param since time of the first consistency check that found it
   * @param words the known reason
   * @param state {@code naked}, {@code uncovered}, {@code unsellable} or {@code unwatched}
   */
  public record UncoveredLine(
      WatcherKey key, BigDecimal quantity, Instant since, String words, String state) {}

  /**
   * One open order. Foreign orders are shown as they are.
   *
   * @param key null for a foreign order
   * @param slot null for a foreign order
   * @param symbol null for an order with several legs
   * @param side null for an order with several legs
   * @param type Alpaca's {@code type}
   * @param terms of an order that is no simple limit order
   * @param words the price, or the whole order if it has several legs
   * @param legs one line for each leg
   * @param isWithdrawn whether its wish was withdrawn and its cancel is repeated until it has ended
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
      String clientOrderId,
      String type,
      OrderTerms terms,
      String words,
      List<String> legs,
      boolean isWithdrawn) {

    public OrderLine {
      legs = List.copyOf(legs);
    }
  }

  /**
   * One slot that has, or had, a wish.
   *
   * @param wanted whether the wish is active
   * @param alive whether a process runs
   * @param pid 0 = no process runs
   * @param state the state of CONTRACT section 3
   * @param quantity null = the whole position
   * @param expiresAt null = until flat
   * @param heldSince beginning of the hold by an operator; null = not held
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
      String error,
      Instant heldSince) {}
}

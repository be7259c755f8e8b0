package dev.maxdiff.broker.paper;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The books of the exchange: account, positions, orders, how far the tape has been played.
 *
 * <p>Immutable; {@link #on} is the only way to a next state. Money and holdings change with the
 * fill; {@link #unsettled} remembers which fills the shown positions do not have yet.
 *
 * @param sequence events applied so far
 * @param account null until the account was opened
 * @param open orders that are not terminal, oldest first
 * @param closed terminal orders
 * @param clientOrderIds every one ever used, to the order's id
 */
record ExchangeState(
    long sequence,
    Identity account,
    int cursor,
    Instant at,
    BigDecimal cash,
    BigDecimal realised,
    BigDecimal fees,
    Map<Symbol, Holding> holdings,
    List<Unsettled> unsettled,
    Map<String, ExchangeOrder> open,
    Map<String, ExchangeOrder> closed,
    Map<String, String> clientOrderIds,
    List<Fill> fills,
    Instant lastSubmission)
    implements JsonSerializable {

  /**
   * What never changes of an account.
   *
   * @param openedAt exchange time at which trading started
   * @param epoch sequence of the opening; part of the order ids
   */
  record Identity(
      String number,
      BigDecimal startingCash,
      long seed,
      String tape,
      Instant openedAt,
      long epoch) {}

  /**
   * A fill that the position does not show yet.
   *
   * @param averageBefore entry price of the position before the fill
   */
  record Unsettled(
      long number, Symbol symbol, BigDecimal change, BigDecimal averageBefore, Instant settles) {}

  static ExchangeState empty() {
    return new ExchangeState(
        0,
        null,
        0,
        Instant.EPOCH,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        Map.of(),
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Instant.EPOCH);
  }

  boolean wasOpened() {
    return account != null;
  }

  /** Whether nothing waits for the tape: only time can pass. */
  boolean isQuiet() {
    return open.isEmpty() && unsettled.isEmpty();
  }

  Optional<ExchangeOrder> order(String id) {
    ExchangeOrder order = open.get(id);
    return Optional.ofNullable(order != null ? order : closed.get(id));
  }

  Holding holding(Symbol symbol) {
    return holdings.getOrDefault(symbol, Holding.NONE);
  }

  /** What {@code /v2/positions} shows: the holding without what has not settled. */
  BigDecimal shownQuantity(Symbol symbol) {
    BigDecimal pending =
        unsettled.stream()
            .filter(fill -> fill.symbol.equals(symbol))
            .map(Unsettled::change)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return holding(symbol).quantity().subtract(pending);
  }

  /**
   * What of the position may still be closed, unsigned: neither reserved by an open closing order
   * nor sold but unsettled, nor bought but unsettled.
   */
  BigDecimal available(Symbol symbol) {
    BigDecimal held = holding(symbol).quantity();
    BigDecimal shown = shownQuantity(symbol);
    boolean oneSided = held.signum() * shown.signum() > 0;
    BigDecimal closable = oneSided ? held.abs().min(shown.abs()) : BigDecimal.ZERO;
    return closable.subtract(reserved(symbol)).max(BigDecimal.ZERO);
  }

  /** What open orders against the position reserve, unsigned. */
  BigDecimal reserved(Symbol symbol) {
    int sign = holding(symbol).quantity().signum();
    if (sign == 0) {
      return BigDecimal.ZERO;
    }
    Side closing = sign > 0 ? Side.SELL : Side.BUY;
    return open.values().stream()
        .filter(order -> order.symbol().equals(symbol) && order.side() == closing)
        .map(this::reservation)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** A waiting replacement reserves only what exceeds the order that it replaces. */
  private BigDecimal reservation(ExchangeOrder order) {
    return order.status() == OrderStatus.PENDING_NEW
        ? replacementQuantity(order).subtract(replacedBy(order).remaining()).max(BigDecimal.ZERO)
        : order.remaining();
  }

  /** The order that a waiting replacement replaces. */
  ExchangeOrder replacedBy(ExchangeOrder replacement) {
    return order(replacement.replaces()).orElseThrow();
  }

  /** What a waiting replacement would be for: what its order fills in the meantime goes off. */
  BigDecimal replacementQuantity(ExchangeOrder replacement) {
    BigDecimal since = replacedBy(replacement).filled().subtract(replacement.replacedFilled());
    return replacement.quantity().subtract(since);
  }

  /** The state after an event. */
  ExchangeState on(ExchangeEvent event) {
    return new StateDraft(this).apply(event);
  }

  /** The same books later, without an event. */
  ExchangeState elapsed(int played, Instant now) {
    return new ExchangeState(
        sequence,
        account,
        played,
        now,
        cash,
        realised,
        fees,
        holdings,
        unsettled,
        open,
        closed,
        clientOrderIds,
        fills,
        lastSubmission);
  }
}

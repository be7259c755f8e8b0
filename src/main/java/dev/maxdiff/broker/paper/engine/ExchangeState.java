package dev.maxdiff.broker.paper.engine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.OrderedPMap;
import org.pcollections.TreePVector;

/**
 * The state of the exchange: account, positions, orders, position on the tape.
 *
 * <p>Immutable; only {@link #on} applies events. The collections are persistent, so an event costs
 * the same on a long past as on a short one; equal states have equal iteration orders. A fill
 * changes cash and holdings at once; {@link #unsettled} lists the fills that the visible positions
 * do not include yet.
 *
 * @param sequence number of applied events
 * @param account null before the account is opened
 * @param cursor number of played trades
 * @param open orders that are not terminal, oldest first
 * @param closed terminal orders, oldest first
 * @param clientOrderIds order id by client order id, for every id ever used
 * @param transfers of money, oldest first
 */
public record ExchangeState(
    long sequence,
    Identity account,
    int cursor,
    Instant at,
    BigDecimal cash,
    BigDecimal realised,
    BigDecimal fees,
    Map<Symbol, ExchangePosition> holdings,
    List<Unsettled> unsettled,
    Map<String, ExchangeOrder> open,
    Map<String, ExchangeOrder> closed,
    Map<String, String> clientOrderIds,
    List<ExchangeFill> fills,
    Instant lastSubmission,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExchangeTransfer> transfers)
    implements JsonSerializable {

  /** Makes the collections persistent: an event then copies no part of the past. */
  public ExchangeState {
    holdings = OrderedPMap.from(holdings);
    unsettled = TreePVector.from(unsettled);
    closed = OrdersByAge.of(closed);
    open = OpenOrders.of(open, closed);
    clientOrderIds = OrderedPMap.from(clientOrderIds);
    fills = TreePVector.from(fills);
    // absent in states without a transfer
    transfers = transfers == null ? TreePVector.empty() : TreePVector.from(transfers);
  }

  /**
   * The constants of an account.
   *
   * @param openedAt exchange time at which trading started
   * @param epoch sequence number of the opening event; part of the order ids
   */
  public record Identity(
      String number,
      BigDecimal startingCash,
      long seed,
      String tape,
      Instant openedAt,
      long epoch) {}

  /**
   * A fill that the visible position does not include yet.
   *
   * @param averageBefore entry price of the position before the fill
   */
  public record Unsettled(
      long number, Symbol symbol, BigDecimal change, BigDecimal averageBefore, Instant settles) {}

  public static ExchangeState empty() {
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
        Instant.EPOCH,
        List.of());
  }

  public boolean wasOpened() {
    return account != null;
  }

  /** Returns true without open orders and unsettled fills: the tape changes only the time. */
  @JsonIgnore // derived, not stored
  public boolean isQuiet() {
    return open.isEmpty() && unsettled.isEmpty();
  }

  public Optional<ExchangeOrder> order(String id) {
    ExchangeOrder order = open.get(id);
    return Optional.ofNullable(order != null ? order : closed.get(id));
  }

  /**
   * The orders of a window by age. The stream visits as many orders as its reader takes, however
   * long the past is.
   *
   * @param ascending false = newest first
   */
  public Stream<ExchangeOrder> orders(
      OrderWindow.Status status, OrderWindow window, boolean ascending) {
    OrdersByAge working =
        status == OrderWindow.Status.CLOSED ? OrdersByAge.NONE : openOrders().byAge();
    OrdersByAge ended = status == OrderWindow.Status.OPEN ? OrdersByAge.NONE : (OrdersByAge) closed;
    return MergedOrders.of(working.within(window), ended.within(window), ascending);
  }

  public ExchangePosition holding(Symbol symbol) {
    return holdings.getOrDefault(symbol, ExchangePosition.NONE);
  }

  /** The quantity in {@code /v2/positions}: the holding without unsettled fills. */
  public BigDecimal shownQuantity(Symbol symbol) {
    BigDecimal pending =
        unsettled.stream()
            .filter(fill -> fill.symbol.equals(symbol))
            .map(Unsettled::change)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return holding(symbol).quantity().subtract(pending);
  }

  /**
   * The quantity that a new order may close, unsigned: the settled position without the quantity
   * that open closing orders reserve.
   */
  public BigDecimal available(Symbol symbol) {
    BigDecimal held = holding(symbol).quantity();
    BigDecimal shown = shownQuantity(symbol);
    boolean oneSided = held.signum() * shown.signum() > 0;
    BigDecimal closable = oneSided ? held.abs().min(shown.abs()) : BigDecimal.ZERO;
    return closable.subtract(reserved(symbol)).max(BigDecimal.ZERO);
  }

  /** The quantity that open closing orders reserve, unsigned. */
  public BigDecimal reserved(Symbol symbol) {
    int sign = holding(symbol).quantity().signum();
    if (sign == 0) {
      return BigDecimal.ZERO;
    }
    Side closing = sign > 0 ? Side.SELL : Side.BUY;
    return openOrders().book(symbol).side(closing).reserved().quantity();
  }

  /** The number of open orders of the symbol. */
  public int openCount(Symbol symbol) {
    return openOrders().book(symbol).size();
  }

  /** {@link #open} with its indexes. */
  OpenOrders openOrders() {
    return (OpenOrders) open;
  }

  /** The quantity of a pending replacement less the fills of its order since the request. */
  BigDecimal replacementQuantity(ExchangeOrder replacement) {
    return replacement.quantityAfter(order(replacement.replaces()).orElseThrow());
  }

  /** The state after an event. */
  public ExchangeState on(ExchangeEvent event) {
    return new StateDraft(this).apply(event);
  }

  /** The same state at a later time, without an event. */
  public ExchangeState elapsed(int played, Instant now) {
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
        lastSubmission,
        transfers);
  }
}

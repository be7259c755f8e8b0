package dev.maxdiff.broker.paper;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  ExchangeState on(ExchangeEvent event) {
    Draft next = new Draft(this);
    if (event instanceof ExchangeEvent.Opened opened) {
      return opened(opened);
    } else if (event instanceof ExchangeEvent.Advanced advanced) {
      next.cursor = advanced.cursor();
    } else if (event instanceof ExchangeEvent.OrderAccepted accepted) {
      next.add(accepted.order());
    } else if (event instanceof ExchangeEvent.OrderActivated activated) {
      ExchangeOrder order = open.get(activated.id());
      next.put(order.with(order.working(), activated.at(), null));
    } else if (event instanceof ExchangeEvent.CancelRequested cancel) {
      next.put(open.get(cancel.id()).with(OrderStatus.PENDING_CANCEL, cancel.at(), cancel.due()));
    } else if (event instanceof ExchangeEvent.OrderCanceled canceled) {
      next.put(open.get(canceled.id()).with(OrderStatus.CANCELED, canceled.at(), null));
    } else if (event instanceof ExchangeEvent.OrderExpired expired) {
      next.put(open.get(expired.id()).with(OrderStatus.EXPIRED, expired.at(), null));
    } else if (event instanceof ExchangeEvent.OrderRejected rejected) {
      next.put(open.get(rejected.id()).with(OrderStatus.REJECTED, rejected.at(), null));
    } else if (event instanceof ExchangeEvent.ReplaceRequested replace) {
      ExchangeOrder old = open.get(replace.id());
      next.put(old.with(OrderStatus.PENDING_REPLACE, replace.at(), replace.due()));
      next.add(replace.replacement());
    } else if (event instanceof ExchangeEvent.OrderReplaced replaced) {
      next.replace(replaced);
    } else if (event instanceof ExchangeEvent.ReplaceRejected rejected) {
      next.reject(rejected);
    } else if (event instanceof ExchangeEvent.OrderFilled filled) {
      next.fill(filled);
    } else if (event instanceof ExchangeEvent.FillSettled settled) {
      next.unsettled = new ArrayList<>(unsettled);
      next.unsettled.removeIf(fill -> fill.number == settled.number());
    }
    next.at = event.at();
    return next.done();
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

  private ExchangeState opened(ExchangeEvent.Opened event) {
    Identity identity =
        new Identity(
            event.accountNumber(),
            event.startingCash(),
            event.seed(),
            event.tape(),
            event.at(),
            sequence + 1);
    return new ExchangeState(
        sequence + 1,
        identity,
        event.cursor(),
        event.at(),
        event.startingCash(),
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

  /** The next state while it is put together; collections are copied when they change. */
  private static final class Draft {
    private final ExchangeState before;
    private int cursor;
    private Instant at;
    private BigDecimal cash;
    private BigDecimal realised;
    private BigDecimal fees;
    private Map<Symbol, Holding> holdings;
    private List<Unsettled> unsettled;
    private Map<String, ExchangeOrder> open;
    private Map<String, ExchangeOrder> closed;
    private Map<String, String> clientOrderIds;
    private List<Fill> fills;
    private Instant lastSubmission;

    Draft(ExchangeState before) {
      this.before = before;
      cursor = before.cursor;
      at = before.at;
      cash = before.cash;
      realised = before.realised;
      fees = before.fees;
      holdings = before.holdings;
      unsettled = before.unsettled;
      open = before.open;
      closed = before.closed;
      clientOrderIds = before.clientOrderIds;
      fills = before.fills;
      lastSubmission = before.lastSubmission;
    }

    void add(ExchangeOrder order) {
      put(order);
      clientOrderIds = new LinkedHashMap<>(clientOrderIds);
      clientOrderIds.put(order.clientOrderId(), order.id());
      lastSubmission = order.submittedAt();
    }

    void put(ExchangeOrder order) {
      open = open == before.open ? new LinkedHashMap<>(open) : open;
      if (order.status().isTerminal()) {
        closed = closed == before.closed ? new LinkedHashMap<>(closed) : closed;
        open.remove(order.id());
        closed.put(order.id(), order);
      } else {
        open.put(order.id(), order);
      }
    }

    void replace(ExchangeEvent.OrderReplaced event) {
      ExchangeOrder replacement = open.get(event.replacementId());
      OrderRequest terms = replacement.terms();
      OrderRequest reduced =
          new OrderRequest(
              terms.symbol(),
              terms.side(),
              new Quantity(event.quantity()),
              terms.limitPrice(),
              terms.timeInForce(),
              terms.clientOrderId());
      ExchangeOrder old = open.get(event.id());
      put(old.replacedBy(replacement.id()).with(OrderStatus.REPLACED, event.at(), null));
      put(replacement.withTerms(reduced).with(OrderStatus.NEW, event.at(), null));
    }

    void reject(ExchangeEvent.ReplaceRejected event) {
      put(open.get(event.replacementId()).with(OrderStatus.REJECTED, event.at(), null));
      ExchangeOrder old = open.get(event.id());
      if (old != null) {
        put(old.with(old.working(), event.at(), null));
      }
    }

    void fill(ExchangeEvent.OrderFilled event) {
      Fill fill = event.fill();
      BigDecimal value = fill.price().multiply(fill.quantity());
      // a fee in coin is paid by receiving less, and costs no cash
      BigDecimal cashFee = fill.coinFee().signum() > 0 ? BigDecimal.ZERO : fill.fee();
      cash = (fill.side() == Side.BUY ? cash.subtract(value) : cash.add(value)).subtract(cashFee);
      realised = realised.add(fill.realised());
      fees = fees.add(fill.fee());
      holdings = new LinkedHashMap<>(holdings);
      holdings.put(
          fill.symbol(),
          before.holding(fill.symbol()).changed(fill.positionChange(), fill.price()));
      unsettled = new ArrayList<>(unsettled);
      unsettled.add(
          new Unsettled(
              fill.number(),
              fill.symbol(),
              fill.positionChange(),
              before.holding(fill.symbol()).averagePrice(),
              event.settles()));
      fills = new ArrayList<>(fills);
      fills.add(fill);
      put(open.get(fill.orderId()).filled(fill));
    }

    ExchangeState done() {
      return new ExchangeState(
          before.sequence + 1,
          before.account,
          cursor,
          at,
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
}

package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.pcollections.OrderedPMap;
import org.pcollections.TreePVector;

/** Applies one event to an {@link ExchangeState}. */
final class StateDraft {

  private final ExchangeState before;
  private int cursor;
  private Instant at;
  private BigDecimal cash;
  private BigDecimal realised;
  private BigDecimal fees;
  private OrderedPMap<Symbol, ExchangePosition> holdings;
  private TreePVector<ExchangeState.Unsettled> unsettled;
  private OpenOrders open;
  private OrdersByAge closed;
  private OrderedPMap<String, String> clientOrderIds;
  private TreePVector<ExchangeFill> fills;
  private Instant lastSubmission;
  private TreePVector<ExchangeTransfer> transfers;

  StateDraft(ExchangeState before) {
    this.before = before;
    cursor = before.cursor();
    at = before.at();
    cash = before.cash();
    realised = before.realised();
    fees = before.fees();
    // the state holds these very types, so nothing is copied
    holdings = OrderedPMap.from(before.holdings());
    unsettled = TreePVector.from(before.unsettled());
    open = before.openOrders();
    closed = OrdersByAge.of(before.closed());
    clientOrderIds = OrderedPMap.from(before.clientOrderIds());
    fills = TreePVector.from(before.fills());
    lastSubmission = before.lastSubmission();
    transfers = TreePVector.from(before.transfers());
  }

  /** The state after the event. Each draft applies one event. */
  ExchangeState apply(ExchangeEvent event) {
    if (event instanceof ExchangeEvent.Opened opened) {
      return opened(opened);
    } else if (event instanceof ExchangeEvent.Advanced advanced) {
      cursor = advanced.cursor();
    } else if (event instanceof ExchangeEvent.OrderAccepted accepted) {
      add(accepted.order());
    } else if (event instanceof ExchangeEvent.OrderActivated activated) {
      ExchangeOrder order = before.open().get(activated.id());
      put(order.with(order.working(), activated.at(), null));
    } else if (event instanceof ExchangeEvent.CancelRequested cancel) {
      put(
          before
              .open()
              .get(cancel.id())
              .with(OrderStatus.PENDING_CANCEL, cancel.at(), cancel.due()));
    } else if (event instanceof ExchangeEvent.OrderCanceled canceled) {
      put(before.open().get(canceled.id()).with(OrderStatus.CANCELED, canceled.at(), null));
    } else if (event instanceof ExchangeEvent.OrderExpired expired) {
      put(before.open().get(expired.id()).with(OrderStatus.EXPIRED, expired.at(), null));
    } else if (event instanceof ExchangeEvent.OrderRejected rejected) {
      put(before.open().get(rejected.id()).with(OrderStatus.REJECTED, rejected.at(), null));
    } else if (event instanceof ExchangeEvent.ReplaceRequested replace) {
      ExchangeOrder old = before.open().get(replace.id());
      put(old.with(OrderStatus.PENDING_REPLACE, replace.at(), replace.due()));
      add(replace.replacement());
    } else if (event instanceof ExchangeEvent.OrderReplaced replaced) {
      replace(replaced);
    } else if (event instanceof ExchangeEvent.ReplaceRejected rejected) {
      reject(rejected);
    } else if (event instanceof ExchangeEvent.OrderFilled filled) {
      fill(filled);
    } else if (event instanceof ExchangeEvent.FillSettled settled) {
      settle(settled.number());
    } else if (event instanceof ExchangeEvent.CashTransferred transferred) {
      cash = cash.add(transferred.amount());
      transfers =
          transfers.plus(
              new ExchangeTransfer(transfers.size() + 1L, transferred.amount(), transferred.at()));
    }
    at = event.at();
    return done();
  }

  private ExchangeState opened(ExchangeEvent.Opened event) {
    ExchangeState.Identity identity =
        new ExchangeState.Identity(
            event.accountNumber(),
            event.startingCash(),
            event.seed(),
            event.tape(),
            event.at(),
            before.sequence() + 1);
    return new ExchangeState(
        before.sequence() + 1,
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
        Instant.EPOCH,
        List.of());
  }

  private void add(ExchangeOrder order) {
    put(order);
    clientOrderIds = clientOrderIds.plus(order.clientOrderId(), order.id());
    lastSubmission = order.submittedAt();
  }

  private void put(ExchangeOrder order) {
    if (order.status().isTerminal()) {
      open = open.minus(order);
      closed = closed.plus(order);
    } else {
      open = open.plus(order);
    }
  }

  private void settle(long number) {
    for (int i = 0; i < unsettled.size(); i++) {
      if (unsettled.get(i).number() == number) {
        unsettled = unsettled.minus(i);
        return;
      }
    }
  }

  private void replace(ExchangeEvent.OrderReplaced event) {
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

  private void reject(ExchangeEvent.ReplaceRejected event) {
    put(open.get(event.replacementId()).with(OrderStatus.REJECTED, event.at(), null));
    ExchangeOrder old = open.get(event.id());
    if (old != null) {
      put(old.with(old.working(), event.at(), null));
    }
  }

  private void fill(ExchangeEvent.OrderFilled event) {
    ExchangeFill fill = event.fill();
    BigDecimal value = fill.price().multiply(fill.quantity());
    // a fee in coin reduces the received quantity and costs no cash
    BigDecimal cashFee = fill.coinFee().signum() > 0 ? BigDecimal.ZERO : fill.fee();
    cash = (fill.side() == Side.BUY ? cash.subtract(value) : cash.add(value)).subtract(cashFee);
    realised = realised.add(fill.realised());
    fees = fees.add(fill.fee());
    ExchangePosition holding = before.holding(fill.symbol());
    holdings = holdings.plus(fill.symbol(), holding.changed(fill.positionChange(), fill.price()));
    unsettled =
        unsettled.plus(
            new ExchangeState.Unsettled(
                fill.number(),
                fill.symbol(),
                fill.positionChange(),
                holding.averagePrice(),
                event.settles()));
    fills = fills.plus(fill);
    put(open.get(fill.orderId()).filled(fill));
  }

  private ExchangeState done() {
    return new ExchangeState(
        before.sequence() + 1,
        before.account(),
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
        lastSubmission,
        transfers);
  }
}

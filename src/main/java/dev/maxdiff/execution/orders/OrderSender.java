package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.Exposure;
import dev.maxdiff.execution.risk.InFlightOrders;
import dev.maxdiff.execution.risk.PreTradeChecks;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.risk.RiskContext;
import dev.maxdiff.execution.upstream.Prefetch;
import dev.maxdiff.execution.upstream.Timestamped;
import java.time.Duration;
import java.util.Optional;

/**
 * The only path of an order to the broker (promise P10): pre-trade checks, durable intent, request,
 * outcome.
 *
 * <p>Blocks; one task of one order manager uses it at a time. After a crash of the JVM at any
 * point, either nothing was sent or the journal holds an intent, and the recovered order manager
 * looks it up.
 */
final class OrderSender {

  /** Age, wall time, beyond which a quote is read again before the checks. */
  private static final Duration QUOTE_KEEPS = Duration.ofSeconds(1);

  private final Symbol symbol;
  private final GatewayContext context;
  private final IntentJournal journal;

  OrderSender(Symbol symbol, GatewayContext context, IntentJournal journal) {
    this.symbol = symbol;
    this.context = context;
    this.journal = journal;
  }

  /** Runs the pre-trade checks without sending. */
  Optional<OrderRefusal> denial(ProposedOrder proposal) {
    RiskContext riskContext = riskContext(proposal.authority());
    return PreTradeChecks.check(
        context.settings().risk(), proposal.rounded(riskContext.asset()), riskContext);
  }

  /**
   * Sends the order, as a replacement at the broker if it replaces one.
   *
   * <p>An entry counts as committed before the cash is read; of two concurrent entries at least one
   * therefore sees the other. While the outcome is unknown the entry stays committed; the order
   * manager ends this.
   */
  OrderAnswer send(ProposedOrder proposal) {
    SlotId slot = proposal.slot();
    if (slot.slot() != Slot.ENTRY || isUnresolved(slot)) {
      return checkAndSend(proposal);
    }
    boolean mayArrive = false;
    try {
      context.cash().sending(slot, proposal.notional());
      OrderAnswer answer = checkAndSend(proposal);
      mayArrive = answer instanceof OrderRefusal refused && refused.isUnresolved();
      return answer;
    } finally {
      if (!mayArrive) {
        context.cash().sent(slot);
      }
    }
  }

  private OrderAnswer checkAndSend(ProposedOrder proposal) {
    RiskContext riskContext = riskContext(proposal.authority());
    ProposedOrder order = proposal.rounded(riskContext.asset());
    Optional<OrderRefusal> denied =
        PreTradeChecks.check(context.settings().risk(), order, riskContext);
    if (denied.isPresent()) {
      return denied.get();
    }
    try {
      return sendChecked(order);
    } finally {
      context.upstream().invalidate();
    }
  }

  private OrderAnswer sendChecked(ProposedOrder order) {
    long seen = highestNumber(order.slot());
    Optional<OrderRefusal> tooLong =
        new ClientOrderId(
                context.installation(), order.slot(), order.authority().generation(), seen + 1)
            .refusalOver(context.settings().orders().orderIdLimit());
    if (tooLong.isPresent()) {
      return tooLong.get();
    }
    OrderIntent intent = journal.write(order.draft(), seen);
    if (!journal.isAlive() || !context.tokens().isCurrent(order.authority())) {
      journal.resolve(intent, IntentOutcome.DENIED);
      return OrderRefusal.stale(order.authority());
    }
    try {
      return accepted(intent, transmit(intent, order));
    } catch (BrokerException e) {
      return e.isOutcomeUnknown() ? lookUp(intent) : rejected(intent, e);
    }
  }

  private Order transmit(OrderIntent intent, ProposedOrder order) {
    if (order.replaced() != null) {
      return context
          .broker()
          .replace(
              order.replaced().id(),
              new ReplaceRequest(
                  null, intent.price(), intent.timeInForce(), intent.clientOrderId()));
    }
    return context
        .broker()
        .submit(
            new OrderRequest(
                symbol,
                order.side(),
                intent.quantity(),
                intent.price(),
                intent.timeInForce(),
                intent.clientOrderId()));
  }

  private OrderAnswer accepted(OrderIntent intent, Order order) {
    journal.accepted(intent, order);
    context.events().accept(StoredOrders.sent(intent));
    return new OrderAnswer.Placed(order);
  }

  private OrderAnswer rejected(OrderIntent intent, BrokerException e) {
    journal.resolve(intent, IntentOutcome.REJECTED);
    return OrderRefusal.from(e);
  }

  /** Looks the order up once; if it is absent, the order manager repeats the lookup. */
  private OrderAnswer lookUp(OrderIntent intent) {
    try {
      Optional<Order> found = context.upstream().orderByClientOrderId(intent.clientOrderId());
      if (found.isPresent()) {
        return accepted(intent, found.get());
      }
    } catch (BrokerException e) {
      return OrderRefusal.unresolved(intent.slot());
    }
    return OrderRefusal.unresolved(intent.slot());
  }

  /**
   * Returns the highest order number that the broker shows for the slot. If the journal is lost, no
   * id is used twice.
   */
  private long highestNumber(SlotId slot) {
    return context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().own().stream())
        .filter(own -> own.slot().equals(slot))
        .flatMap(own -> ClientOrderId.parse(own.order().clientOrderId()).stream())
        .mapToLong(ClientOrderId::n)
        .max()
        .orElse(0);
  }

  /**
   * Reads the context of the checks. The account is read after the ledger: a fill between the two
   * reads is counted twice and never missed. The quote is read in parallel, and again if the other
   * reads took long.
   */
  private RiskContext riskContext(WatcherAuthority authority) {
    long begun = System.nanoTime();
    Prefetch<Optional<ObservedQuote>> quote =
        Prefetch.read(() -> context.upstream().quote(symbol), context.blocking());
    LedgerSnapshot snapshot = context.upstream().snapshot(Duration.ZERO).value();
    SymbolLedger entry = context.symbolLedger(snapshot.ledger(), symbol);
    boolean frozen = context.drift().isFrozen(symbol);
    boolean isEntry = authority.slot().slot() == Slot.ENTRY;
    return new RiskContext(
        entry,
        context
            .upstream()
            .asset(symbol)
            .map(Timestamped::value)
            .orElseThrow(
                () ->
                    new BrokerException(
                        BrokerException.Failure.NOT_FOUND, 404, 0, "no asset " + symbol)),
        System.nanoTime() - begun < QUOTE_KEEPS.toNanos()
            ? quote.get()
            : context.upstream().quote(symbol),
        context.tokens().isCurrent(authority),
        isUnresolved(authority.slot()),
        InFlightOrders.beside(authority.slot(), journal.unresolved(), snapshot.ledger().own()),
        frozen,
        context.claimable(authority, entry),
        isEntry ? entryLimits(authority.slot(), snapshot.ledger()) : EntryLimits.NONE);
  }

  private boolean isUnresolved(SlotId slot) {
    return journal.unresolved().stream().anyMatch(intent -> intent.slot().equals(slot));
  }

  private EntryLimits entryLimits(SlotId slot, PositionLedger ledger) {
    Account account = context.upstream().account(Duration.ZERO).value();
    context.dailyLossLimit().check(account);
    return new EntryLimits(
        context.cash().allowance(slot, account, ledger),
        Exposure.beside(slot, ledger, context.cash().committed(ledger)),
        context.pauses().of(slot.key()));
  }
}

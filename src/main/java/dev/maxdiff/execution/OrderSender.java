package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
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
  private final DeskTools tools;
  private final IntentJournal journal;

  OrderSender(Symbol symbol, DeskTools tools, IntentJournal journal) {
    this.symbol = symbol;
    this.tools = tools;
    this.journal = journal;
  }

  /** Runs the pre-trade checks without sending. */
  Optional<OrderRefusal> denial(Proposal wanted) {
    Scene scene = scene(wanted.authority());
    return Fences.check(tools.settings().risk(), wanted.rounded(scene.asset()), scene);
  }

  /**
   * Sends the order, as a replacement at the broker if it replaces one.
   *
   * <p>An entry counts as committed before the cash is read; of two concurrent entries at least one
   * therefore sees the other. While the outcome is unknown the entry stays committed; the order
   * manager ends this.
   */
  Answer send(Proposal wanted) {
    SlotId slot = wanted.slot();
    if (slot.slot() != Slot.ENTRY || isUnresolved(slot)) {
      return sendFenced(wanted);
    }
    boolean mayArrive = false;
    try {
      tools.capital().sending(slot, wanted.notional());
      Answer answer = sendFenced(wanted);
      mayArrive = answer instanceof OrderRefusal refused && refused.isUnresolved();
      return answer;
    } finally {
      if (!mayArrive) {
        tools.capital().sent(slot);
      }
    }
  }

  private Answer sendFenced(Proposal wanted) {
    Scene scene = scene(wanted.authority());
    Proposal order = wanted.rounded(scene.asset());
    Optional<OrderRefusal> denied = Fences.check(tools.settings().risk(), order, scene);
    if (denied.isPresent()) {
      return denied.get();
    }
    try {
      return sendChecked(order);
    } finally {
      tools.view().invalidate();
    }
  }

  private Answer sendChecked(Proposal order) {
    Intent draft = draft(order);
    long seen = highestNumber(order.slot());
    String name = name(draft, seen + 1);
    if (name.length() > tools.settings().orders().orderIdLimit()) {
      return OrderRefusal.denied(
          "order_id_too_long",
          "client order id "
              + name
              + " has "
              + name.length()
              + " characters (expected: at most "
              + tools.settings().orders().orderIdLimit()
              + "); use a shorter strategy name");
    }
    Intent intent = journal.write(draft, seen);
    if (!journal.isAlive() || !tools.tokens().isCurrent(order.authority())) {
      journal.resolve(intent, IntentOutcome.DENIED);
      return OrderRefusal.stale(order.authority());
    }
    try {
      return accepted(intent, transmit(intent, order));
    } catch (BrokerException e) {
      return e.isOutcomeUnknown() ? lookUp(intent) : rejected(intent, e);
    }
  }

  private Order transmit(Intent intent, Proposal order) {
    if (order.replaced() != null) {
      return tools
          .broker()
          .replace(
              order.replaced().id(),
              new ReplaceRequest(
                  null, intent.price(), intent.timeInForce(), intent.clientOrderId()));
    }
    return tools
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

  private Answer accepted(Intent intent, Order order) {
    journal.accepted(intent, order);
    tools.events().accept(StoredOrders.sent(intent));
    return new Answer.Placed(order);
  }

  private Answer rejected(Intent intent, BrokerException e) {
    journal.resolve(intent, IntentOutcome.REJECTED);
    return OrderRefusal.from(e);
  }

  /** Looks the order up once; if it is absent, the order manager repeats the lookup. */
  private Answer lookUp(Intent intent) {
    try {
      Optional<Order> found = tools.view().orderByClientOrderId(intent.clientOrderId());
      if (found.isPresent()) {
        return accepted(intent, found.get());
      }
    } catch (BrokerException e) {
      return OrderRefusal.unresolved(intent.slot());
    }
    return OrderRefusal.unresolved(intent.slot());
  }

  private static Intent draft(Proposal order) {
    return new Intent(
        order.slot(),
        order.authority().generation(),
        0,
        null,
        new Quantity(order.quantity()),
        order.price(),
        order.timeInForce(),
        order.replaced() == null ? null : order.replaced().id());
  }

  private String name(Intent intent, long n) {
    return new ClientOrderId(tools.installation(), intent.slot(), intent.generation(), n)
        .toString();
  }

  /**
   * Returns the highest order number that the broker shows for the slot. If the journal is lost, no
   * id is used twice.
   */
  private long highestNumber(SlotId slot) {
    return tools.view().last().stream()
        .flatMap(snapshot -> snapshot.book().own().stream())
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
  private Scene scene(Grant authority) {
    long begun = System.nanoTime();
    Ahead<Optional<SeenQuote>> quote =
        Ahead.read(() -> tools.view().quote(symbol), tools.blocking());
    Snapshot snapshot = tools.view().snapshot(Duration.ZERO).value();
    BookEntry entry = tools.entry(snapshot.book(), symbol);
    boolean frozen = tools.discrepancies().isFrozen(symbol);
    boolean isEntry = authority.slot().slot() == Slot.ENTRY;
    return new Scene(
        entry,
        tools
            .view()
            .asset(symbol)
            .map(Aged::value)
            .orElseThrow(
                () ->
                    new BrokerException(
                        BrokerException.Failure.NOT_FOUND, 404, 0, "no asset " + symbol)),
        System.nanoTime() - begun < QUOTE_KEEPS.toNanos()
            ? quote.get()
            : tools.view().quote(symbol),
        tools.tokens().isCurrent(authority),
        isUnresolved(authority.slot()),
        Underway.beside(authority.slot(), journal.unresolved(), snapshot.book().own()),
        frozen,
        tools.claimable(authority, entry),
        isEntry ? room(authority.slot(), snapshot.book()) : Room.NONE);
  }

  private boolean isUnresolved(SlotId slot) {
    return journal.unresolved().stream().anyMatch(intent -> intent.slot().equals(slot));
  }

  private Room room(SlotId slot, Book ledger) {
    Account account = tools.view().account(Duration.ZERO).value();
    tools.lossBrake().look(account);
    return new Room(
        tools.capital().allowance(slot, account, ledger),
        Exposure.beside(slot, ledger, tools.capital().committed(ledger)),
        tools.pauses().of(slot.key()));
  }
}

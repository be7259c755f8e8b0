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
 * The one way of an order to the broker (promise P10): fences, durable intent, send, outcome.
 *
 * <p>Blocks; used by one task of one desk at a time. If the JVM dies anywhere in here, either
 * nothing was sent, or the journal holds an intent that the desk looks up when it recovers.
 */
final class OrderSender {

  /** Wall time: a quote that was asked for longer ago is read anew. */
  private static final Duration QUOTE_KEEPS = Duration.ofSeconds(1);

  private final Symbol symbol;
  private final DeskTools tools;
  private final IntentJournal journal;

  OrderSender(Symbol symbol, DeskTools tools, IntentJournal journal) {
    this.symbol = symbol;
    this.tools = tools;
    this.journal = journal;
  }

  /** What the fences say now, without sending. */
  Optional<OrderRefusal> denial(Proposal wanted) {
    Scene scene = scene(wanted.grant());
    return Fences.check(tools.settings().risk(), wanted.rounded(scene.asset()), scene);
  }

  /**
   * Sends the order, as a replacement at the broker when it replaces one.
   *
   * <p>An entry counts as sent before anybody has looked at the money: of two that look at once at
   * least one sees the other. One whose outcome is not known goes on counting until the desk knows.
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
    Scene scene = scene(wanted.grant());
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
    if (!journal.isAlive() || !tools.tokens().isCurrent(order.grant())) {
      journal.resolve(intent, IntentOutcome.DENIED);
      return OrderRefusal.stale(order.grant());
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

  /** One look at once; if the order is not there yet, the desk goes on looking. */
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
        order.grant().generation(),
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

  /** From the broker, in case the journal was lost: an id must never be used twice. */
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
   * The account is read after the book: what fills in between is then reckoned twice, not never.
   * The quote needs nothing of either, and is read anew where they took long.
   */
  private Scene scene(Grant grant) {
    long begun = System.nanoTime();
    Ahead<Optional<SeenQuote>> quote =
        Ahead.read(() -> tools.view().quote(symbol), tools.blocking());
    Snapshot snapshot = tools.view().snapshot(Duration.ZERO).value();
    BookEntry entry = tools.entry(snapshot.book(), symbol);
    boolean frozen = tools.discrepancies().isFrozen(symbol);
    boolean isEntry = grant.slot().slot() == Slot.ENTRY;
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
        tools.tokens().isCurrent(grant),
        isUnresolved(grant.slot()),
        Underway.beside(grant.slot(), journal.unresolved(), snapshot.book().own()),
        frozen,
        tools.claimable(grant, entry),
        isEntry ? room(grant.slot(), snapshot.book()) : Room.NONE);
  }

  private boolean isUnresolved(SlotId slot) {
    return journal.unresolved().stream().anyMatch(intent -> intent.slot().equals(slot));
  }

  private Room room(SlotId slot, Book book) {
    Account account = tools.view().account(Duration.ZERO).value();
    tools.lossBrake().look(account);
    return new Room(
        tools.capital().allowance(slot, account, book),
        Exposure.beside(slot, book, tools.capital().committed(book)),
        tools.pauses().of(slot.key()));
  }
}

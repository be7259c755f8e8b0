package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The orders that are not terminal, by id, oldest first, with the answers that the engine needs at
 * each event: none of them visits every order.
 *
 * <p>Immutable and persistent: a change returns another map, which shares all but the changed path.
 */
final class OpenOrders extends AbstractMap<String, ExchangeOrder> {

  static final OpenOrders NONE =
      new OpenOrders(
          OrdersByAge.NONE,
          TreePMap.empty(),
          TreePMap.empty(Comparator.comparing(Deadline::at).thenComparing(Deadline::number)),
          HashTreePMap.empty(),
          HashTreePMap.empty());

  private final OrdersByAge byId;
  private final TreePMap<Symbol, OrderBook> books;
  private final TreePMap<Deadline, ExchangeOrder> deadlines;
  private final HashPMap<String, Reservation> reservations;
  private final HashPMap<String, String> replacements; // pending, by the id of the replaced order

  private record Deadline(Instant at, long number) {}

  private OpenOrders(
      OrdersByAge byId,
      TreePMap<Symbol, OrderBook> books,
      TreePMap<Deadline, ExchangeOrder> deadlines,
      HashPMap<String, Reservation> reservations,
      HashPMap<String, String> replacements) {
    this.byId = byId;
    this.books = books;
    this.deadlines = deadlines;
    this.reservations = reservations;
    this.replacements = replacements;
  }

  /**
   * The same orders with their indexes.
   *
   * @param closed terminal orders; one of them may be replaced by a pending replacement
   */
  static OpenOrders of(Map<String, ExchangeOrder> orders, Map<String, ExchangeOrder> closed) {
    if (orders instanceof OpenOrders open) {
      return open;
    }
    OpenOrders open = NONE;
    for (ExchangeOrder order : orders.values()) {
      ExchangeOrder replaced =
          order.replaces() == null
              ? null
              : orders.getOrDefault(order.replaces(), closed.get(order.replaces()));
      open = open.plus(order, replaced);
    }
    return open;
  }

  /** Adds or changes an order that is not terminal. */
  OpenOrders plus(ExchangeOrder order) {
    return plus(order, order.replaces() == null ? null : byId.get(order.replaces()));
  }

  private OpenOrders plus(ExchangeOrder order, ExchangeOrder replaced) {
    OpenOrders others = without(order.id());
    boolean isReplacement = order.status() == OrderStatus.PENDING_NEW;
    return new OpenOrders(
            byId.plus(order),
            others.books.plus(order.symbol(), others.book(order.symbol()).plus(order)),
            others.withDeadlines(order),
            others.reservations,
            isReplacement
                ? others.replacements.plus(order.replaces(), order.id())
                : others.replacements)
        .reserving(order, replaced)
        .changedReplaced(order);
  }

  /** Removes an order that has become terminal. */
  OpenOrders minus(ExchangeOrder ended) {
    return without(ended.id()).changedReplaced(ended);
  }

  /** The orders without one in any index. */
  private OpenOrders without(String id) {
    ExchangeOrder order = byId.get(id);
    if (order == null) {
      return this;
    }
    OrderBook left =
        book(order.symbol())
            .minus(order)
            .reserving(order.side(), reservations.getOrDefault(id, Reservation.NONE).negated());
    return new OpenOrders(
        byId.minus(id),
        left.isEmpty() ? books.minus(order.symbol()) : books.plus(order.symbol(), left),
        withoutDeadlines(order),
        reservations.minus(id),
        order.status() == OrderStatus.PENDING_NEW
            ? replacements.minus(order.replaces())
            : replacements);
  }

  /** What a pending replacement reserves follows the fills of the order that it replaces. */
  private OpenOrders changedReplaced(ExchangeOrder replaced) {
    return replacementOf(replaced.id())
        .map(replacement -> reserving(replacement, replaced))
        .orElse(this);
  }

  private OpenOrders reserving(ExchangeOrder order, ExchangeOrder replaced) {
    Reservation before = reservations.getOrDefault(order.id(), Reservation.NONE);
    Reservation next =
        order.status() == OrderStatus.PENDING_NEW
            ? Reservation.ofReplacement(order, replaced)
            : Reservation.of(order);
    OrderBook book =
        book(order.symbol())
            .reserving(order.side(), before.negated())
            .reserving(order.side(), next);
    return new OpenOrders(
        byId,
        books.plus(order.symbol(), book),
        deadlines,
        reservations.plus(order.id(), next),
        replacements);
  }

  private TreePMap<Deadline, ExchangeOrder> withDeadlines(ExchangeOrder order) {
    var more = deadlines;
    if (order.due() != null) {
      more = more.plus(new Deadline(order.due(), order.number()), order);
    }
    if (order.expiresAt() != null) {
      more = more.plus(new Deadline(order.expiresAt(), order.number()), order);
    }
    return more;
  }

  private TreePMap<Deadline, ExchangeOrder> withoutDeadlines(ExchangeOrder order) {
    var left = deadlines;
    if (order.due() != null) {
      left = left.minus(new Deadline(order.due(), order.number()));
    }
    if (order.expiresAt() != null) {
      left = left.minus(new Deadline(order.expiresAt(), order.number()));
    }
    return left;
  }

  /** The orders by age. */
  OrdersByAge byAge() {
    return byId;
  }

  /** The symbols with an open order, with their books. */
  Map<Symbol, OrderBook> books() {
    return books;
  }

  OrderBook book(Symbol symbol) {
    return books.getOrDefault(symbol, OrderBook.EMPTY);
  }

  /** The earliest time at which an order is due or expires; null = none. */
  Instant nextDue() {
    return deadlines.isEmpty() ? null : deadlines.firstKey().at();
  }

  /** The oldest of the orders that are due or expire next. */
  ExchangeOrder next() {
    return deadlines.firstEntry().getValue();
  }

  /** The pending replacement of an order. */
  Optional<ExchangeOrder> replacementOf(String id) {
    return Optional.ofNullable(replacements.get(id)).map(byId::get);
  }

  @Override
  public ExchangeOrder get(Object id) {
    return byId.get(id);
  }

  @Override
  public boolean containsKey(Object id) {
    return byId.containsKey(id);
  }

  @Override
  public int size() {
    return byId.size();
  }

  @Override
  public Set<Entry<String, ExchangeOrder>> entrySet() {
    return byId.entrySet();
  }
}

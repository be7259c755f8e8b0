package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import dev.maxdiff.execution.model.UnreadItems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pcollections.TreePSet;

/**
 * The orders that the broker has shown: all of this installation, and the open orders of other
 * origin. Not thread-safe.
 */
public final class KnownOrders {

  /** An order may become visible later than orders submitted after it, by at most this time. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  /** Behind every known time of submission. */
  private static final Submission UNKNOWN = new Submission(null, "");

  private final String installation;
  private final OtherStarts others;
  private final Map<String, OwnOrder> own = new LinkedHashMap<>();
  private final ForeignOrders foreign = new ForeignOrders();
  private final UnreadOrders unread;

  /** Our orders that have been replaced, by the id of the order that replaced them. */
  private final Map<String, OwnOrder> replaced = new HashMap<>();

  /** The ids of our open orders. */
  private final NavigableMap<Submission, String> unfinished = new TreeMap<>();

  /** Our orders of any state; this set knows the size of each part, a TreeSet would count it. */
  private TreePSet<Submission> submitted = TreePSet.empty();

  private Instant newest;

  /** Every order of the installation is ours. */
  public KnownOrders(String installation) {
    this(installation, OtherStarts.NONE);
  }

  KnownOrders(String installation, OtherStarts others) {
    this.installation = installation;
    this.others = others;
    this.unread = new UnreadOrders(installation);
  }

  /** Returns the submission time from which the next read must start; null = from the beginning. */
  Instant after() {
    if (newest == null) {
      return null;
    }
    if (unfinished.isEmpty()) {
      return recently();
    }
    boolean hasUnknown = unfinished.lastKey().at() == null;
    Instant oldest = unfinished.firstKey().at();
    return hasUnknown ? null : (oldest.isBefore(newest) ? oldest : newest).minus(OVERLAP);
  }

  /** Whether the broker has shown no order yet. */
  boolean isEmpty() {
    return newest == null;
  }

  /**
   * Returns the submission time from which new orders are read. Requires at least one known order.
   */
  Instant recently() {
    return newest.minus(OVERLAP);
  }

  /** Returns the number of our orders submitted after the instant. */
  long countAfter(Instant instant) {
    Submission next = new Submission(instant.plusNanos(1), "");
    return submitted.subSet(next, true, UNKNOWN, false).size();
  }

  /**
   * Returns the broker ids of our orders that were open at the last read and are absent from {@code
   * read}.
   */
  List<String> openBut(Set<String> read) {
    return unfinished.values().stream().filter(id -> !read.contains(id)).toList();
  }

  /**
   * Returns the broker ids of the open orders of other origin that are absent from {@code read}.
   */
  List<String> foreignBut(Set<String> read) {
    return foreign.open().stream().map(Order::id).filter(id -> !read.contains(id)).toList();
  }

  /** Returns the broker ids of our unreadable orders that are absent from {@code read}. */
  List<String> unreadBut(Set<String> read) {
    return unread.ids().filter(id -> !read.contains(id)).toList();
  }

  /** Whether an open order of other origin may have been submitted before the instant. */
  boolean hasForeignBefore(Instant after) {
    return foreign.isAnyBefore(after) || unread.isAnyForeignBefore(after);
  }

  /**
   * Forgets the orders of other origin that are no longer open.
   *
   * @param open every open order of the account
   */
  void keepForeign(OrderList open) {
    foreign.keep(open.orders().stream().map(Order::id).collect(Collectors.toSet()));
    unread.keepForeign(
        open.opaque().stream().map(OpaqueOrder::identity).collect(Collectors.toSet()));
  }

  /**
   * Adds orders that the broker has just shown.
   *
   * @return the orders of this installation among them
   */
  public List<OwnOrder> merge(OrderList read) {
    List<OwnOrder> ours = new ArrayList<>();
    List<Order> others = read.orders();
    List<Order> left = mergeOwn(others, ours);
    while (left.size() < others.size()) { // a successor may precede the order that it replaced
      others = left;
      left = mergeOwn(others, ours);
    }
    foreign.merge(left);
    mergeOwn(foreign.open(), ours); // one may be the successor of an order read just now
    foreign.remove(ours);
    read.opaque().forEach(this::mergeOpaque);
    return ours;
  }

  /** Returns the orders that are not ours. */
  private List<Order> mergeOwn(List<Order> orders, List<OwnOrder> ours) {
    List<Order> others = new ArrayList<>();
    for (Order order : orders) {
      seen(order.submittedAt());
      Optional<OwnOrder> line = known(order).or(() -> ours(order)).or(() -> successor(order));
      line.ifPresentOrElse(
          found -> {
            ours.add(found);
            mergeOwn(found);
          },
          () -> others.add(order));
    }
    return others;
  }

  /** An order that could not be read before is no new one. */
  private Optional<OwnOrder> ours(Order order) {
    return ownOf(installation, order)
        .filter(
            line ->
                unread.ids().anyMatch(order.id()::equals)
                    || !others.haveSent(
                        ClientOrderId.parse(order.clientOrderId()).orElseThrow(), order));
  }

  private void seen(Instant at) {
    newest = at != null && (newest == null || at.isAfter(newest)) ? at : newest;
  }

  /** Returns a known order of ours as it is now; its id says the same as before. */
  private Optional<OwnOrder> known(Order order) {
    return Optional.ofNullable(own.get(order.id()))
        .filter(line -> Objects.equals(line.order().clientOrderId(), order.clientOrderId()))
        .map(line -> new OwnOrder(line.slot(), line.generation(), order));
  }

  /**
   * Returns an order by which the broker itself replaced one of ours, for example after a corporate
   * action. Its client order id is the broker's; it belongs to the slot of the replaced order.
   */
  private Optional<OwnOrder> successor(Order order) {
    OwnOrder before = order.replaces() == null ? null : own.get(order.replaces());
    return Optional.ofNullable(before == null ? replaced.get(order.id()) : before)
        .filter(line -> line.order().symbol().equals(order.symbol()))
        .filter(line -> line.order().side() == order.side())
        .map(line -> new OwnOrder(line.slot(), line.generation(), order));
  }

  private void mergeOwn(OwnOrder line) {
    Order order = line.order();
    OwnOrder known = own.put(order.id(), line);
    if (known != null) {
      submitted = submitted.minus(Submission.of(known.order()));
      unfinished.remove(Submission.of(known.order()));
    }
    unread.forget(order.id());
    submitted = submitted.plus(Submission.of(order));
    if (order.isOpen()) {
      unfinished.put(Submission.of(order), order.id());
    }
    if (order.replacedBy() != null) {
      replaced.put(order.replacedBy(), line);
    }
  }

  private void mergeOpaque(OpaqueOrder order) {
    seen(order.submittedAt());
    OwnOrder known = own.get(order.id());
    unread.merge(order, known == null ? null : known.slot());
  }

  public Collection<OwnOrder> own() {
    return own.values();
  }

  public List<Order> foreign() {
    return foreign.open();
  }

  /** Returns the orders of other origin that have filled; the same list until one changes. */
  List<Order> foreignFills() {
    return foreign.filled();
  }

  /** Returns the orders that cannot be read, and the open foreign orders with several legs. */
  UnreadItems unread() {
    return unread.items();
  }

  /** Returns the order with its slot, if it belongs to this installation. */
  public static Optional<OwnOrder> ownOf(String installation, Order order) {
    return ClientOrderId.parse(order.clientOrderId())
        .filter(id -> id.installation().equals(installation))
        .filter(id -> id.slot().key().symbol().equals(order.symbol()))
        .filter(id -> id.slot().orderSide() == order.side())
        .map(id -> new OwnOrder(id.slot(), id.generation(), order));
  }
}

package dev.maxdiff.broker.paper.engine;

import java.time.Instant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * Orders by id, oldest first. A window of ages is found without a visit to the orders outside.
 *
 * <p>Immutable and persistent: a change returns another map, which shares all but the changed path.
 */
final class OrdersByAge extends AbstractMap<String, ExchangeOrder> {

  static final OrdersByAge NONE = new OrdersByAge(HashTreePMap.empty(), TreePMap.empty());

  private final HashPMap<String, ExchangeOrder> byId;
  private final TreePMap<Age, ExchangeOrder> byAge;

  /** The place of an order in the order of age. */
  record Age(Instant submittedAt, long number) implements Comparable<Age> {

    private static final Comparator<Age> ORDER =
        Comparator.comparing(Age::submittedAt).thenComparingLong(Age::number);

    static Age of(ExchangeOrder order) {
      return new Age(order.submittedAt(), order.number());
    }

    @Override
    public int compareTo(Age other) {
      return ORDER.compare(this, other);
    }
  }

  private OrdersByAge(HashPMap<String, ExchangeOrder> byId, TreePMap<Age, ExchangeOrder> byAge) {
    this.byId = byId;
    this.byAge = byAge;
  }

  static OrdersByAge of(Map<String, ExchangeOrder> orders) {
    if (orders instanceof OrdersByAge byAge) {
      return byAge;
    }
    OrdersByAge byAge = NONE;
    for (ExchangeOrder order : orders.values()) {
      byAge = byAge.plus(order);
    }
    return byAge;
  }

  /** Adds or changes an order; its age never changes. */
  OrdersByAge plus(ExchangeOrder order) {
    return new OrdersByAge(byId.plus(order.id(), order), byAge.plus(Age.of(order), order));
  }

  OrdersByAge minus(String id) {
    ExchangeOrder order = byId.get(id);
    return order == null ? this : new OrdersByAge(byId.minus(id), byAge.minus(Age.of(order)));
  }

  /** The orders of a window, oldest first. */
  NavigableMap<Age, ExchangeOrder> within(OrderWindow window) {
    NavigableMap<Age, ExchangeOrder> orders =
        window.after() == null ? byAge : byAge.tailMap(window.after(), false);
    return window.before() == null ? orders : orders.headMap(window.before(), false);
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
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, ExchangeOrder>> iterator() {
        return byAge.values().stream().map(order -> Map.entry(order.id(), order)).iterator();
      }

      @Override
      public int size() {
        return byId.size();
      }
    };
  }
}

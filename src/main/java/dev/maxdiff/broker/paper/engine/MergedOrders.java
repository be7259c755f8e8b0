package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.paper.engine.OrdersByAge.Age;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Two groups of orders as one, by age; a reader that stops early visits no further order. */
final class MergedOrders implements Iterator<ExchangeOrder> {

  private final Iterator<ExchangeOrder> first;
  private final Iterator<ExchangeOrder> second;
  private final Comparator<ExchangeOrder> order;
  private ExchangeOrder nextOfFirst; // null = none left
  private ExchangeOrder nextOfSecond;

  private MergedOrders(
      Iterator<ExchangeOrder> first,
      Iterator<ExchangeOrder> second,
      Comparator<ExchangeOrder> order) {
    this.first = first;
    this.second = second;
    this.order = order;
    this.nextOfFirst = next(first);
    this.nextOfSecond = next(second);
  }

  /**
   * @param ascending false = newest first
   */
  static Stream<ExchangeOrder> of(
      NavigableMap<Age, ExchangeOrder> some,
      NavigableMap<Age, ExchangeOrder> others,
      boolean ascending) {
    Comparator<ExchangeOrder> byAge = Comparator.comparing(Age::of);
    Iterator<ExchangeOrder> merged =
        ascending
            ? new MergedOrders(some.values().iterator(), others.values().iterator(), byAge)
            : new MergedOrders(
                some.descendingMap().values().iterator(),
                others.descendingMap().values().iterator(),
                byAge.reversed());
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(merged, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private static ExchangeOrder next(Iterator<ExchangeOrder> orders) {
    return orders.hasNext() ? orders.next() : null;
  }

  @Override
  public boolean hasNext() {
    return nextOfFirst != null || nextOfSecond != null;
  }

  @Override
  public ExchangeOrder next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    boolean takesFirst =
        nextOfSecond == null || nextOfFirst != null && order.compare(nextOfFirst, nextOfSecond) < 0;
    ExchangeOrder next = takesFirst ? nextOfFirst : nextOfSecond;
    if (takesFirst) {
      nextOfFirst = next(first);
    } else {
      nextOfSecond = next(second);
    }
    return next;
  }
}

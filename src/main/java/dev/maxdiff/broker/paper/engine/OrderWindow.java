package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.paper.engine.OrdersByAge.Age;
import java.time.Instant;

/** The orders between two ages. Immutable; each method returns a window that is not wider. */
public final class OrderWindow {

  /** Which orders a list contains. */
  public enum Status {
    OPEN,
    CLOSED,
    ALL
  }

  /** All orders. */
  public static final OrderWindow ALL = new OrderWindow(null, null);

  private final Age after; // null = from the first order
  private final Age before; // null = to the newest order

  private OrderWindow(Age after, Age before) {
    this.after = after;
    this.before = before;
  }

  /** Orders that were submitted after this instant; null = any. */
  public OrderWindow after(Instant submitted) {
    return submitted == null ? this : after(new Age(submitted, Long.MAX_VALUE));
  }

  /** Orders that were submitted before this instant; null = any. */
  public OrderWindow until(Instant submitted) {
    return submitted == null ? this : before(new Age(submitted, Long.MIN_VALUE));
  }

  /** Orders younger than this order; null = any. */
  public OrderWindow after(ExchangeOrder order) {
    return order == null ? this : after(Age.of(order));
  }

  /** Orders older than this order; null = any. */
  public OrderWindow before(ExchangeOrder order) {
    return order == null ? this : before(Age.of(order));
  }

  private OrderWindow after(Age age) {
    return after != null && after.compareTo(age) >= 0 ? this : new OrderWindow(age, before);
  }

  private OrderWindow before(Age age) {
    return before != null && before.compareTo(age) <= 0 ? this : new OrderWindow(after, age);
  }

  Age after() {
    return after;
  }

  Age before() {
    return before;
  }
}

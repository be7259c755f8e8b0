package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps the known orders of the broker current with few requests.
 *
 * <p>The usual request returns every order since the oldest open order. An exit may rest for weeks,
 * and this list grows with every order that ends meanwhile. Above {@link #MOST} orders the reader
 * therefore requests the newest orders, the open orders, and each order that has ended since the
 * last read by its id. If more than {@link #FEW} orders have ended at once, the full list needs
 * fewer requests and is read instead. Not thread-safe.
 */
final class OrderReader {

  /** Less than one page of Alpaca's list, 500 orders. */
  static final int MOST = 400;

  /** Number of single requests that cost as much as the pages of the full list. */
  static final int FEW = 5;

  private final Broker broker;
  private final LongSupplier nanos;
  private final KnownOrders known;
  private final MakerOrders rested;

  /**
   * @param nanos a monotonic clock
   */
  OrderReader(Broker broker, String installation, LongSupplier nanos) {
    this.broker = broker;
    this.nanos = nanos;
    this.known = new KnownOrders(installation);
    this.rested = new MakerOrders(nanos);
  }

  /**
   * Reads the changes from the broker; if a request fails, the known orders stay unchanged.
   *
   * @return the orders of this installation that are new or may have changed
   * @throws dev.maxdiff.broker.BrokerException if a request fails
   */
  List<OwnOrder> read() {
    long asked = nanos.getAsLong();
    Instant after = known.after();
    boolean isLong = after != null && known.countAfter(after) > MOST;
    List<Order> read = isLong ? changedAfter(after) : after(after);
    List<OwnOrder> ours = known.merge(read);
    rested.seen(read, asked);
    return ours;
  }

  /** Reads orders in any state submitted after the instant; null = all. */
  private List<Order> after(Instant instant) {
    return broker.orders(new OrderQuery(false, Set.of(), instant));
  }

  private List<Order> changedAfter(Instant oldest) {
    List<Order> read = new ArrayList<>(after(known.recently()));
    read.addAll(broker.orders(OrderQuery.open()));
    List<String> ended = known.openBut(read);
    if (ended.size() > FEW) {
      return after(oldest);
    }
    ended.forEach(id -> broker.order(id).ifPresent(read::add));
    return read;
  }

  /** Returns all orders of this installation. */
  Collection<OwnOrder> own() {
    return known.own();
  }

  /** Returns the open orders of other origin. */
  List<Order> foreign() {
    return known.foreign();
  }

  /** Returns the broker ids of orders that are known to have rested. */
  Set<String> rested() {
    return rested.ids();
  }
}

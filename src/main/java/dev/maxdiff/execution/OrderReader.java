package dev.maxdiff.execution;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps what is known of the broker's orders up to date with as few requests as it takes.
 *
 * <p>Mostly that is one: everything since the oldest order that may still change. An exit may rest
 * for weeks, though, and then all that has ended since would be read again and again, page by page;
 * so beyond {@link #MOST} orders it reads the newest and the open ones, and each that is not open
 * any more once, by its id; unless so many have ended at once that the long list is shorter. Not
 * thread-safe.
 */
final class OrderReader {

  /** Fewer than a page of Alpaca's list, which has 500. */
  static final int MOST = 400;

  /** So many requests for single orders are as good as some pages. */
  static final int FEW = 5;

  private final Broker broker;
  private final LongSupplier nanos;
  private final KnownOrders known;
  private final RestedOrders rested;

  /**
   * @param nanos a monotonic clock
   */
  OrderReader(Broker broker, String installation, LongSupplier nanos) {
    this.broker = broker;
    this.nanos = nanos;
    this.known = new KnownOrders(installation);
    this.rested = new RestedOrders(nanos);
  }

  /** Asks the broker; what it does not answer leaves everything as it was. */
  void read() {
    long asked = nanos.getAsLong();
    Instant after = known.after();
    boolean isLong = after != null && known.countAfter(after) > MOST;
    List<Order> read = isLong ? changedAfter(after) : after(after);
    known.merge(read);
    rested.seen(read, asked);
  }

  /** In any state; null = from the beginning. */
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

  /** All of ours. */
  Collection<OwnOrder> own() {
    return known.own();
  }

  /** Open ones of others. */
  List<Order> foreign() {
    return known.foreign();
  }

  /** The broker's ids of those that were seen waiting. */
  Set<String> rested() {
    return rested.ids();
  }
}

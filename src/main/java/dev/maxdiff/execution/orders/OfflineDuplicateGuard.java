package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.Position;
import dev.maxdiff.execution.decisions.DuplicateOrderRule;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.upstream.KnownOrders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duplicate-order check without a gateway. It cancels at the broker directly; the owner of the
 * venue's lock may do so, because no order is placed meanwhile. Blocks.
 */
public final class OfflineDuplicateGuard {

  private static final Logger LOG = LoggerFactory.getLogger(OfflineDuplicateGuard.class);

  private final Broker broker;
  private final String installation;
  private final ExecutionSettings settings;

  /**
   * @param installation owner of the client order ids that count as ours
   */
  public OfflineDuplicateGuard(Broker broker, String installation, ExecutionSettings settings) {
    this.broker = broker;
    this.installation = installation;
    this.settings = settings;
  }

  /**
   * Finds and cancels duplicate orders.
   *
   * @param patience longest wait for the end of the cancelled orders
   * @throws BrokerException if orders or positions cannot be read; nothing is cancelled then
   */
  public DuplicateOrders surplus(boolean cancelOurs, boolean cancelOlder, Duration patience) {
    DuplicateOrders found = DuplicateOrderRule.find(ledger());
    List<Order> unwanted = new ArrayList<>();
    if (cancelOurs) {
      found.ours().stream().map(OwnOrder::order).forEach(unwanted::add);
    }
    if (cancelOlder) {
      unwanted.addAll(found.older());
    }
    unwanted.forEach(this::askToCancel);
    List<Order> left = stillOpen(unwanted, System.nanoTime() + patience.toNanos());
    return new DuplicateOrders(found.ours(), found.older(), found.foreign(), left);
  }

  private PositionLedger ledger() {
    List<Position> positions = broker.positions().positions();
    KnownOrders orders = new KnownOrders(installation);
    orders.merge(broker.orders(OrderQuery.all()));
    return PositionLedger.of(
        settings.ledger().coinFees(), positions, orders.own(), orders.foreign(), Set.of());
  }

  /** Requests a cancel; the result is read from the order, not from this answer. */
  private void askToCancel(Order order) {
    try {
      broker.cancel(order.id());
    } catch (BrokerException e) {
      LOG.warn("cancel of {}: {}", order.clientOrderId(), e.getMessage());
    }
  }

  private List<Order> stillOpen(List<Order> unwanted, long deadline) {
    Set<String> ids = unwanted.stream().map(Order::id).collect(Collectors.toSet());
    List<Order> open = unwanted;
    while (!ids.isEmpty()) {
      open = open(ids, open);
      if (open.isEmpty() || System.nanoTime() >= deadline) {
        break;
      }
      LockSupport.parkNanos(settings.orders().releasePause().toNanos());
    }
    return open;
  }

  /**
   * Returns the orders that are still open; if the broker cannot be read, all of {@code before}.
   */
  private List<Order> open(Set<String> ids, List<Order> before) {
    try {
      return broker.orders(OrderQuery.open()).orders().stream()
          .filter(order -> ids.contains(order.id()))
          .toList();
    } catch (BrokerException e) {
      LOG.warn("open orders could not be read: {}", e.getMessage());
      return before;
    }
  }
}

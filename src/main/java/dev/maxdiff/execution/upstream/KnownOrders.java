package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The orders that the broker has shown: all of this installation, and the open orders of other
 * origin. Not thread-safe.
 */
public final class KnownOrders {

  /** An order may become visible later than orders submitted after it, by at most this time. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final String installation;
  private final Map<String, OwnOrder> own = new LinkedHashMap<>();
  private final Map<String, Order> foreign = new LinkedHashMap<>();
  private Instant newest;

  public KnownOrders(String installation) {
    this.installation = installation;
  }

  /** Returns the submission time from which the next read must start; null = from the beginning. */
  Instant after() {
    if (newest == null) {
      return null;
    }
    Instant oldest = newest;
    for (Order order : unfinished()) {
      if (order.submittedAt() == null) {
        return null;
      }
      oldest = order.submittedAt().isBefore(oldest) ? order.submittedAt() : oldest;
    }
    return oldest.minus(OVERLAP);
  }

  /**
   * Returns the submission time from which new orders are read. Requires at least one known order.
   */
  Instant recently() {
    return newest.minus(OVERLAP);
  }

  /** Returns the number of our orders submitted after the instant. */
  long countAfter(Instant instant) {
    return own.values().stream()
        .map(line -> line.order().submittedAt())
        .filter(submitted -> submitted != null && submitted.isAfter(instant))
        .count();
  }

  /**
   * Returns the broker ids of orders that were open at the last read and are absent from {@code
   * read}.
   */
  List<String> openBut(List<Order> read) {
    Set<String> ids = read.stream().map(Order::id).collect(Collectors.toSet());
    return unfinished().stream().map(Order::id).filter(id -> !ids.contains(id)).toList();
  }

  public void merge(List<Order> read) {
    for (Order order : read) {
      Instant submitted = order.submittedAt();
      if (submitted != null && (newest == null || submitted.isAfter(newest))) {
        newest = submitted;
      }
      ownOf(installation, order)
          .ifPresentOrElse(line -> own.put(order.id(), line), () -> mergeForeign(order));
    }
  }

  private void mergeForeign(Order order) {
    if (order.isOpen()) {
      foreign.put(order.id(), order);
    } else {
      foreign.remove(order.id());
    }
  }

  public Collection<OwnOrder> own() {
    return own.values();
  }

  public List<Order> foreign() {
    return List.copyOf(foreign.values());
  }

  private List<Order> unfinished() {
    List<Order> unfinished = new ArrayList<>(foreign.values());
    own.values().stream().map(OwnOrder::order).filter(Order::isOpen).forEach(unfinished::add);
    return unfinished;
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

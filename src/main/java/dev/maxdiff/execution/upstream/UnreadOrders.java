package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.UnreadItems;
import dev.maxdiff.execution.model.UnreadOrder;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders of the account that cannot be read, and the foreign orders with several legs. Each is
 * logged once. Not thread-safe.
 */
final class UnreadOrders {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadOrders.class);

  private final String installation;
  private final Map<String, UnreadOrder> own = new LinkedHashMap<>();
  private final Map<String, OpaqueOrder> foreign = new LinkedHashMap<>();

  /** Unreadable foreign orders that have ended, by identity. */
  private final Set<String> ended = new HashSet<>();

  UnreadOrders(String installation) {
    this.installation = installation;
  }

  /**
   * @param known the slot of an order that could be read before; null = it has never been read
   */
  void merge(OpaqueOrder order, SlotId known) {
    Optional.ofNullable(known)
        .or(() -> slot(order))
        .ifPresentOrElse(slot -> mergeOwn(new UnreadOrder(slot, order)), () -> mergeForeign(order));
  }

  private Optional<SlotId> slot(OpaqueOrder order) {
    return ClientOrderId.parse(order.clientOrderId())
        .filter(id -> id.installation().equals(installation))
        .map(ClientOrderId::slot);
  }

  private void mergeOwn(UnreadOrder line) {
    if (own.put(line.order().identity(), line) == null) {
      LOG.error("{}", line.consequence());
    }
  }

  private void mergeForeign(OpaqueOrder order) {
    if (!order.isOpen()) {
      foreign.remove(order.identity());
      order.problem().filter(problem -> ended.add(order.identity())).ifPresent(this::logEnded);
    } else if (foreign.put(order.identity(), order) == null) {
      order.problem().ifPresent(problem -> LOG.warn("{}, left alone", problem));
    }
  }

  /** Logs the first ended order: an account may have many, and none changes any more. */
  private void logEnded(String problem) {
    if (ended.size() == 1) {
      LOG.warn("{}, left alone; further ended orders are counted in the status", problem);
    }
  }

  /** Forgets an order that has been read. */
  void forget(String id) {
    foreign.remove(id);
    own.remove(id);
  }

  /** Returns the broker ids of our orders. */
  Stream<String> ids() {
    return own.values().stream().map(line -> line.order().id()).filter(id -> !id.isEmpty());
  }

  boolean isAnyForeignBefore(Instant instant) {
    return foreign.values().stream()
        .map(OpaqueOrder::submittedAt)
        .anyMatch(at -> at == null || !at.isAfter(instant));
  }

  /** Forgets every other foreign order. */
  void keepForeign(Set<String> identities) {
    foreign.keySet().retainAll(identities);
  }

  UnreadItems items() {
    return new UnreadItems(
        List.copyOf(own.values()), List.copyOf(foreign.values()), ended.size(), List.of());
  }
}

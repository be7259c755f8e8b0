package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.ClientOrderId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the installation of a lost state directory in the broker's orders. Pure. */
public final class LostInstallation {

  private LostInstallation() {}

  /**
   * Returns the installation of the newest order; empty when the present installation has an order.
   *
   * @param orders all orders of the account, in any status
   */
  public static Optional<String> find(List<Order> orders, String present) {
    List<Order> ours =
        orders.stream()
            .filter(order -> ClientOrderId.parse(order.clientOrderId()).isPresent())
            .sorted(
                Comparator.comparing(
                    Order::submittedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder())))
            .toList();
    boolean known = ours.stream().anyMatch(order -> installation(order).equals(present));
    return ours.isEmpty() || known
        ? Optional.empty()
        : Optional.of(installation(ours.get(ours.size() - 1)));
  }

  private static String installation(Order order) {
    return ClientOrderId.parse(order.clientOrderId()).orElseThrow().installation();
  }
}

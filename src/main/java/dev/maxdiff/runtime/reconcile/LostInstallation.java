package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.ClientOrderId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tells from the broker's orders which installation a lost state directory was. Pure. */
public final class LostInstallation {

  private LostInstallation() {}

  /**
   * The installation that ordered last, when the present one never did.
   *
   * @param orders of the account, in any state
   */
  public static Optional<String> lost(List<Order> orders, String present) {
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

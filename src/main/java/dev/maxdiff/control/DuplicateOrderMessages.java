package dev.maxdiff.control;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderDescription;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.OwnOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes the findings and actions of the duplicate-order guard. Pure. */
public final class DuplicateOrderMessages {

  private DuplicateOrderMessages() {}

  /** Returns one line for each order. */
  public static List<ActionLine> of(CancelDuplicatesRequest request, DuplicateOrders surplus) {
    Set<String> open = surplus.unconfirmed().stream().map(Order::id).collect(Collectors.toSet());
    List<ActionLine> lines = new ArrayList<>();
    for (OwnOrder own : surplus.ours()) {
      String finding = own.slot() + ": " + words(own.order()) + " is one too many";
      lines.add(outcome(finding, own.order(), !request.dryRun(), open));
    }
    for (Order order : surplus.older()) {
      String finding = "older system: " + words(order) + " is one too many";
      lines.add(outcome(finding, order, !request.dryRun() && request.older(), open));
    }
    for (Order order : surplus.foreign()) {
      lines.add(new ActionLine(true, "not ours, left alone: " + words(order)));
    }
    return lines;
  }

  private static ActionLine outcome(
      String finding, Order order, boolean cancelled, Set<String> open) {
    if (!cancelled) {
      return new ActionLine(true, finding + "; left as it is");
    }
    return open.contains(order.id())
        ? new ActionLine(false, finding + "; its cancel could not be confirmed")
        : new ActionLine(true, finding + "; cancelled");
  }

  static String words(Order order) {
    return OrderDescription.words(order) + " (" + order.clientOrderId() + ")";
  }
}

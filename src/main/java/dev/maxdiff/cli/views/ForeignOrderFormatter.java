package dev.maxdiff.cli.views;

import dev.maxdiff.broker.Order;
import dev.maxdiff.cli.context.DisplayFormat;
import java.math.BigDecimal;
import java.time.ZoneId;

/** An order that is not ours, in one line: it is listed and never touched. Pure. */
final class ForeignOrderFormatter {

  private ForeignOrderFormatter() {}

  static String line(Order order, ZoneId zone) {
    String kind =
        order.limitPrice() == null ? order.type() : order.type() + "@" + raw(order.limitPrice());
    return "  - "
        + order.symbol().brokerForm()
        + " "
        + order.side()
        + " "
        + raw(order.quantity())
        + " "
        + kind
        + " status="
        + order.status()
        + " submitted="
        + DisplayFormat.time(order.submittedAt(), zone);
  }

  /** As the broker wrote it, so that it can be compared with the broker's own page. */
  private static String raw(BigDecimal number) {
    return number.toPlainString();
  }
}

package dev.maxdiff.cli.views;

import static dev.maxdiff.cli.views.StatusTable.left;
import static dev.maxdiff.cli.views.StatusTable.right;

import dev.maxdiff.cli.context.DisplayFormat;
import dev.maxdiff.control.StatusView.OrderLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats the open orders of a status as text, foreign orders of any type included. Pure. */
final class OpenOrderLines {

  private OpenOrderLines() {}

  /** Returns a table of the orders of one symbol, then one line for each order with legs. */
  static List<String> of(StatusTable table, List<OrderLine> orders) {
    List<OrderLine> simple = orders.stream().filter(line -> line.symbol() != null).toList();
    List<OrderLine> multiLeg = orders.stream().filter(line -> line.symbol() == null).toList();
    List<String> lines = new ArrayList<>();
    if (!simple.isEmpty() || multiLeg.isEmpty()) {
      lines.addAll(table(table, simple));
    }
    multiLeg.forEach(line -> lines.add("  " + line.words() + ", " + line.status() + ", not ours"));
    return lines;
  }

  private static List<String> table(StatusTable table, List<OrderLine> orders) {
    return table.lines(
        orders,
        OrderLine::symbol,
        List.of(
            left("symbol", line -> line.symbol().text()),
            left("side", line -> line.side().toString().toUpperCase(Locale.ROOT)),
            right("qty", OpenOrderLines::size),
            right("filled", line -> DisplayFormat.quantity(line.filled())),
            right("limit", OpenOrderLines::price),
            left("status", OrderLine::status),
            left("whose", OpenOrderLines::owner)));
  }

  /** An order by value has no quantity. */
  private static String size(OrderLine line) {
    BigDecimal notional = line.terms() == null ? null : line.terms().notional();
    return notional != null && line.quantity().signum() == 0
        ? DisplayFormat.money(notional)
        : DisplayFormat.quantity(line.quantity());
  }

  private static String price(OrderLine line) {
    boolean isLimit = line.limitPrice() != null && "limit".equals(line.type());
    return isLimit || line.words() == null
        ? DisplayFormat.price(line.limitPrice())
        : line.words().replaceFirst("^at ", "");
  }

  private static String owner(OrderLine line) {
    return line.key() == null
        ? "not ours"
        : line.key().strategy()
            + " "
            + line.slot()
            + ", generation "
            + line.generation()
            + (line.isWithdrawn() ? ", withdrawn: its cancel is repeated" : "");
  }
}

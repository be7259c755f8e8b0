package dev.maxdiff.session.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Formats a {@link SessionSummary} as text. */
public final class SummaryFormatter {

  private static final BigDecimal CENT = new BigDecimal("0.005");

  private SummaryFormatter() {}

  /** Returns several lines; the last line has no line end. */
  public static String of(SessionSummary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Session from "
            + ReportFormat.time(summary.opened().at())
            + " to "
            + ReportFormat.time(summary.closed().at()));
    lines.add(counts(summary));
    if (!summary.keys().isEmpty()) {
      lines.add(table(summary));
    }
    lines.add(
        "account       "
            + result(summary.profit(), summary.opened().equity())
            + ", equity "
            + ReportFormat.money(summary.closed().equity()));
    lines.add(
        "buy and hold  "
            + (summary.buyAndHold() == null
                ? "n/a"
                : result(summary.buyAndHold(), summary.opened().equity())));
    lines.add(
        "watchers left " + (summary.watchersLeft() < 0 ? "not known" : summary.watchersLeft()));
    return String.join(System.lineSeparator(), lines);
  }

  private static String counts(SessionSummary summary) {
    return summary.wishes()
        + " wishes ("
        + summary.unchanged()
        + " unchanged, "
        + summary.extended()
        + " extended, "
        + summary.denied()
        + " denied, "
        + summary.failed()
        + " failed), "
        + summary.starts()
        + " starts, "
        + summary.supersedes()
        + " supersedes, "
        + summary.restarts()
        + " restarts, "
        + summary.fills()
        + " fills, "
        + summary.roundTrips()
        + " round trips";
  }

  private static String table(SessionSummary summary) {
    List<Object[]> rows = new ArrayList<>();
    for (KeyResult key : summary.keys()) {
      rows.add(
          new Object[] {
            key.key() == null ? "(not ours)" : key.key(),
            key.fills(),
            key.roundTrips(),
            ReportFormat.quantity(key.position()),
            ReportFormat.money(key.fees()),
            ReportFormat.money(key.realised()),
            ReportFormat.money(key.unrealised()),
            ReportFormat.money(key.profit())
          });
    }
    if (summary.unexplained().abs().compareTo(CENT) >= 0) {
      rows.add(
          new Object[] {
            "(valuation)", "", "", "", "", "", "", ReportFormat.money(summary.unexplained())
          });
    }
    Column[] columns = {
      column("key", HorizontalAlign.LEFT),
      column("fills", HorizontalAlign.RIGHT),
      column("round trips", HorizontalAlign.RIGHT),
      column("position", HorizontalAlign.RIGHT),
      column("fees", HorizontalAlign.RIGHT, ReportFormat.money(summary.fees())),
      column("realised", HorizontalAlign.RIGHT),
      column("unrealised", HorizontalAlign.RIGHT),
      column("profit", HorizontalAlign.RIGHT, ReportFormat.money(summary.profit()))
    };
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, rows.toArray(Object[][]::new));
  }

  private static Column column(String name, HorizontalAlign align) {
    return column(name, align, "");
  }

  private static Column column(String name, HorizontalAlign align, String footer) {
    return new Column()
        .header(name)
        .footer(footer)
        .headerAlign(align)
        .dataAlign(align)
        .footerAlign(align);
  }

  private static String result(BigDecimal profit, BigDecimal start) {
    if (start.signum() == 0) {
      return ReportFormat.money(profit);
    }
    BigDecimal percent =
        profit.multiply(BigDecimal.valueOf(100)).divide(start, 2, RoundingMode.HALF_UP);
    return ReportFormat.money(profit) + " (" + percent.toPlainString() + " %)";
  }
}

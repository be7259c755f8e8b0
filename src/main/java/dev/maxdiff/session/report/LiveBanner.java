package dev.maxdiff.session.report;

import java.math.BigDecimal;
import java.util.List;

/**
 * The warning at the start of a session on real money.
 *
 * @param account account number
 * @param equity equity of the account, USD
 * @param endpoint URL that receives the orders
 */
public record LiveBanner(String account, BigDecimal equity, String endpoint) {

  private static final int WIDTH = 78;

  /** Returns several lines; the last line has no line end. */
  public String text() {
    List<String> lines =
        List.of(
            "",
            "R E A L   M O N E Y",
            "",
            "live account " + account + ", equity " + ReportFormat.money(equity),
            "orders go to " + endpoint,
            "Ctrl-C ends every watcher; exit orders stay at the broker",
            "");
    String edge = "#".repeat(WIDTH);
    StringBuilder text = new StringBuilder(edge);
    lines.forEach(line -> text.append(System.lineSeparator()).append(framed(line)));
    return text.append(System.lineSeparator()).append(edge).toString();
  }

  /** Centres a line in the frame; a line wider than the frame is not cut. */
  private static String framed(String line) {
    int padding = Math.max(WIDTH - 6 - line.length(), 0);
    int left = padding / 2;
    return "## " + " ".repeat(left) + line + " ".repeat(padding - left) + " ##";
  }
}

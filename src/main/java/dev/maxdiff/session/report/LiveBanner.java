package dev.maxdiff.session.report;

import java.math.BigDecimal;
import java.util.List;

/**
 * What nobody is to overlook who starts a session on real money.
 *
 * @param account the number of the account
 * @param equity of it, USD
 * @param endpoint where its orders go
 */
public record LiveBanner(String account, BigDecimal equity, String endpoint) {

  private static final int WIDTH = 78;

  /** Several lines, the last without its line end. */
  public String text() {
    List<String> words =
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
    words.forEach(line -> text.append(System.lineSeparator()).append(framed(line)));
    return text.append(System.lineSeparator()).append(edge).toString();
  }

  /** A line too long for the frame is shown whole. */
  private static String framed(String line) {
    int room = Math.max(WIDTH - 6 - line.length(), 0);
    int left = room / 2;
    return "## " + " ".repeat(left) + line + " ".repeat(room - left) + " ##";
  }
}

package dev.maxdiff.session.report;

import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The description of a session that is printed at its start.
 *
 * @param equity null if not known
 * @param buyingPower null on the embedded exchange
 * @param orders open orders of this and other installations, one line each; null = not listed
 * @param data description of the market data
 * @param dataNotes how the data were understood, one line each
 * @param from time of the session's clock
 * @param to end of the data; null on a live market
 * @param speed simulated seconds per second; 0 on a live market
 * @param loop whether the trading loop makes wishes; if false, only commands and programs do
 * @param plans plan file; null = forecasts
 * @param resumed whether the session continues with clock, account and wishes of an earlier session
 */
public record SessionBanner(
    Venue venue,
    String account,
    BigDecimal equity,
    BigDecimal buyingPower,
    List<String> orders,
    String data,
    List<String> dataNotes,
    Instant from,
    Instant to,
    double speed,
    boolean loop,
    Path plans,
    Path stateDirectory,
    boolean resumed) {

  /** Returns several lines; the last line has no line end. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "maxdiff", venue + " session" + (venue == Venue.LIVE ? ", REAL MONEY" : ""));
    line(text, "account", accountAndEquity());
    line(text, "data", data);
    dataNotes.forEach(note -> line(text, "", note));
    if (orders != null) {
      line(text, "orders", orders.isEmpty() ? "none of ours is open" : orders.size() + " open");
      orders.forEach(order -> line(text, "", order));
    }
    if (to != null) {
      String direction = resumed ? "resuming at " : "from ";
      line(text, "time", direction + ReportFormat.time(from) + " to " + ReportFormat.time(to));
      line(text, "speed", "a simulated hour in " + seconds(3600 / speed));
    }
    line(text, "wishes", wishes());
    line(text, "state", stateDirectory.toString());
    line(text, "stop", "Ctrl-C ends every watcher; the wishes stay for the next start");
    return text.toString().stripTrailing();
  }

  private String accountAndEquity() {
    if (equity == null) {
      return account;
    }
    String money = account + ", equity " + ReportFormat.money(equity);
    return buyingPower == null
        ? money
        : money + ", buying power " + ReportFormat.money(buyingPower);
  }

  private String wishes() {
    if (plans != null) {
      return "by " + plans;
    }
    return loop ? "by forecast, every hour" : "by commands and programs only";
  }

  private static String seconds(double seconds) {
    BigDecimal rounded = BigDecimal.valueOf(seconds).setScale(1, RoundingMode.HALF_UP);
    return rounded.stripTrailingZeros().toPlainString() + " s";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-9s%s%n", name, value));
  }
}

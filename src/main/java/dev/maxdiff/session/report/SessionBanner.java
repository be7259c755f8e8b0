package dev.maxdiff.session.report;

import dev.maxdiff.domain.Venue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a session says of itself before it begins.
 *
 * @param equity null while it is not known
 * @param buyingPower null where the session has opened the account itself
 * @param orders open orders of ours and of other installations, one line each; null = none is told
 * @param data where its market comes from, in words
 * @param from where the session's clock stands
 * @param to where the data ends; null on a live market
 * @param speed simulated seconds a second; 0 on a live market
 * @param loop whether the built-in loop wishes; without it only commands and programs do
 * @param plans the plan file that it follows; null = forecasts
 * @param resumed whether clock, account and wishes of an earlier session go on
 */
public record SessionBanner(
    Venue venue,
    String account,
    BigDecimal equity,
    BigDecimal buyingPower,
    List<String> orders,
    String data,
    Instant from,
    Instant to,
    double speed,
    boolean loop,
    Path plans,
    Path stateDirectory,
    boolean resumed) {

  /** Several lines, the last without its line end. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "maxdiff", venue + " session" + (venue == Venue.LIVE ? ", REAL MONEY" : ""));
    line(text, "account", money());
    line(text, "data", data);
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

  private String money() {
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

package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.session.report.LiveBanner;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What an operator reads of a start before any watcher runs, and is told afterwards. */
final class StartLines implements StartListener {

  private final Venue venue;
  private final Config config;
  private final Consumer<String> say;
  private final Consumer<RuntimeEvent> happenings;

  StartLines(Venue venue, Config config, Consumer<String> say, Consumer<RuntimeEvent> happenings) {
    this.venue = venue;
    this.config = config;
    this.say = say;
    this.happenings = happenings;
  }

  @Override
  public void admitted(Account account) {
    if (venue == Venue.LIVE) {
      String endpoint = config.getString("maxdiff.alpaca.live-url");
      say.accept(new LiveBanner(account.number(), account.equity(), endpoint).text());
    }
  }

  @Override
  public void reconciled(List<String> lines) {
    lines.forEach(say);
  }

  @Override
  public void opening(WatcherService watchers) {
    watchers.subscribe(happenings);
  }

  /** One line an order. */
  static List<String> orders(List<Order> orders) {
    return orders.stream().map(StartLines::order).toList();
  }

  private static String order(Order order) {
    String price =
        order.limitPrice() == null ? order.type() : "at " + order.limitPrice().toPlainString();
    return "%s %s %s %s, %s, %s"
        .formatted(
            order.side().toString().toUpperCase(Locale.ROOT),
            order.remaining().stripTrailingZeros().toPlainString(),
            order.symbol(),
            price,
            order.status(),
            order.clientOrderId());
  }
}

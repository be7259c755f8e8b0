package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderDescription;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.session.report.LiveBanner;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Prints the lines of a start before the first launch, and subscribes to the runtime's events. */
final class StartLines implements StartListener {

  private final Venue venue;
  private final Config config;
  private final Consumer<String> output;
  private final Consumer<RuntimeEvent> events;
  private final String planProblem;

  /**
   * @param planProblem why the plan cannot be read; null = it can, or there is none
   */
  StartLines(
      Venue venue,
      Config config,
      Consumer<String> output,
      Consumer<RuntimeEvent> events,
      String planProblem) {
    this.planProblem = planProblem;
    this.venue = venue;
    this.config = config;
    this.output = output;
    this.events = events;
  }

  @Override
  public void left(Path folder) {
    output.accept("The session of before has ended and is kept in " + folder);
  }

  /** Refuses a plan that cannot be read, unless wishes of before protect their positions. */
  @Override
  public void recovering(int wishes) {
    if (planProblem != null && wishes == 0) {
      throw InvalidValueException.withMessage("plans", planProblem);
    }
  }

  @Override
  public void admitted(Account account) {
    if (venue == Venue.LIVE) {
      String endpoint = config.getString("maxdiff.alpaca.live-url");
      output.accept(new LiveBanner(account.number(), account.equity(), endpoint).text());
    }
  }

  @Override
  public void reconciled(List<String> lines) {
    lines.forEach(output);
  }

  @Override
  public void opening(WatcherService watchers) {
    watchers.subscribe(events);
  }

  /** Returns one line per order. */
  static List<String> orders(List<Order> orders) {
    return orders.stream().map(StartLines::order).toList();
  }

  private static String order(Order order) {
    return OrderDescription.words(order) + ", " + order.status() + ", " + order.clientOrderId();
  }
}

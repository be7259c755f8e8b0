package dev.maxdiff.runtime.offline;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.runtime.context.RuntimeSettings;
import dev.maxdiff.runtime.reconcile.AccountBinding;
import dev.maxdiff.runtime.reconcile.AlpacaChecks;
import dev.maxdiff.runtime.start.AlpacaUpstream;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Cancels the orders of a venue's watchers at the broker while no runtime runs, under the venue's
 * lock. Blocks.
 *
 * @param environment source of the broker keys
 */
public record OfflineCancellation(
    Config config, Venue venue, StateDirectory directory, Map<String, String> environment) {

  private static final Duration PAUSE = Duration.ofMillis(100);

  /**
   * The result.
   *
   * @param complete whether no order of this installation is open any more
   * @param lines report for the operator
   */
  public record Result(boolean complete, List<String> lines) {
    public Result {
      lines = List.copyOf(lines);
    }
  }

  /** Cancels all open orders of this installation; never throws for what the broker answers. */
  public Result cancelAll() {
    if (venue == Venue.EMBEDDED) {
      // the exchange runs inside the runtime, so no order can fill before the next start
      return new Result(true, List.of("orders: cancelled when the next runtime starts"));
    }
    try {
      AlpacaChecks.requireEndpoint(venue, config);
      try (AlpacaBroker broker = AlpacaUpstream.broker(config, venue, environment)) {
        requireOurs(broker.account());
        String installation = InstallationFile.of(directory, new SecureRandom(), null).id();
        return cancelAll(broker, installation, RuntimeSettings.from(config).cancelPatience());
      }
    } catch (RuntimeException e) {
      return new Result(
          false, List.of("orders: not cancelled, they may still fill: " + e.getMessage()));
    }
  }

  /** An open order; an order that cannot be read otherwise is cancelled by its id too. */
  private record OpenOrder(String id, String clientOrderId) {}

  /** Asks for every cancel, then waits for the ends of the orders. */
  static Result cancelAll(Broker broker, String installation, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<OpenOrder> first = open(broker, installation);
    List<String> lines = new ArrayList<>();
    first.forEach(order -> askToCancel(broker, order, lines));
    List<OpenOrder> left = first.isEmpty() ? first : open(broker, installation);
    while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
      left = open(broker, installation);
    }
    lines.add(0, "orders: cancelled " + (first.size() - left.size()) + " of " + first.size());
    left.forEach(order -> lines.add("order " + order.clientOrderId() + ": still open"));
    return new Result(left.isEmpty(), lines);
  }

  private static void askToCancel(Broker broker, OpenOrder order, List<String> lines) {
    try {
      broker.cancel(order.id());
    } catch (BrokerException e) {
      lines.add("order " + order.clientOrderId() + ": " + e.getMessage());
    }
  }

  private static List<OpenOrder> open(Broker broker, String installation) {
    OrderList all = broker.orders(OrderQuery.open());
    return Stream.concat(
            all.orders().stream().map(order -> new OpenOrder(order.id(), order.clientOrderId())),
            all.opaque().stream()
                .filter(OpaqueOrder::isOpen)
                .map(order -> new OpenOrder(order.id(), order.clientOrderId())))
        .filter(
            order ->
                ClientOrderId.parse(order.clientOrderId())
                    .filter(id -> id.installation().equals(installation))
                    .isPresent())
        .toList();
  }

  private void requireOurs(Account account) {
    new AlpacaChecks(venue, config).requireOfVenue(account, StateSettings.from(config));
    if (venue == Venue.LIVE) {
      AccountBinding.requirePermission(account.number(), environment);
    }
    AccountBinding.refuseOtherAccount(directory, account, false, true);
  }
}

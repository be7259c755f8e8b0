package dev.maxdiff.watch;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.alpaca.AccountView;
import dev.maxdiff.broker.alpaca.HttpTransport;
import dev.maxdiff.broker.alpaca.ViewReader;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the gateway for all that a poll reads at once: a watcher that polls every second spends most
 * of its CPU on requests, and so does the gateway with it.
 *
 * <p>What is not always looked at comes along when the poll before has looked at it. A server that
 * has no such route is fine; then each part is asked for.
 */
final class GatewayLookout implements Lookout {

  private final ViewReader views;
  private final Sight parts;
  private boolean onlyParts;
  private boolean accountLookedAt;
  private boolean historyLookedAt;

  private GatewayLookout(ViewReader views, Sight parts) {
    this.views = views;
    this.parts = parts;
  }

  /**
   * @param broker the same server, by Alpaca's REST
   */
  static GatewayLookout over(HttpTransport gateway, Broker broker, Symbol symbol) {
    return new GatewayLookout(new ViewReader(gateway, symbol), new BrokerSight(broker, symbol));
  }

  @Override
  public Sight look() {
    if (onlyParts) {
      return parts;
    }
    Optional<AccountView> view = views.read(accountLookedAt, historyLookedAt);
    onlyParts = view.isEmpty();
    accountLookedAt = false;
    historyLookedAt = false;
    return view.<Sight>map(Whole::new).orElse(parts);
  }

  private final class Whole implements Sight {

    private final AccountView view;

    Whole(AccountView view) {
      this.view = view;
    }

    @Override
    public MarketClock clock() {
      return view.clock();
    }

    @Override
    public List<Order> openOrders() {
      return view.orders();
    }

    @Override
    public List<Position> positions() {
      return view.positions();
    }

    @Override
    public Map<Symbol, Quote> quotes() {
      return view.quotes();
    }

    @Override
    public Account account() {
      accountLookedAt = true;
      return view.account() == null ? parts.account() : view.account();
    }

    @Override
    public List<Order> allOrders() {
      historyLookedAt = true;
      return view.history() == null ? parts.allOrders() : view.history();
    }
  }
}

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
 * <p>What is not always looked at comes along when the poll before has looked at it. A view is
 * there whole or not at all: after one that failed, as one may because of a part that nobody needs
 * or because all parts together take too long, each part is asked for by itself for a while. So it
 * is, for longer, with a server that has no such route.
 */
final class GatewayLookout implements Lookout {

  /** Polls by parts after a view that failed, and after one that was refused. */
  static final int AFTER_FAILURE = 10;

  static final int AFTER_REFUSAL = 100;

  private final ViewReader views;
  private final Look parts;
  private int byParts;
  private boolean accountLookedAt;
  private boolean historyLookedAt;

  private GatewayLookout(ViewReader views, Look parts) {
    this.views = views;
    this.parts = parts;
  }

  /**
   * @param broker the same server, by Alpaca's REST
   */
  static GatewayLookout over(HttpTransport gateway, Broker broker, Symbol symbol) {
    return new GatewayLookout(new ViewReader(gateway, symbol), Look.of(broker, symbol));
  }

  @Override
  public Look look() {
    if (byParts > 0) {
      byParts--;
      return parts;
    }
    boolean account = accountLookedAt;
    boolean history = historyLookedAt;
    accountLookedAt = false;
    historyLookedAt = false;
    byParts = AFTER_FAILURE;
    Optional<AccountView> view = views.read(account, history);
    byParts = view.isEmpty() ? AFTER_REFUSAL : 0;
    return view.<Look>map(Whole::new).orElse(parts);
  }

  private final class Whole implements Look {

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

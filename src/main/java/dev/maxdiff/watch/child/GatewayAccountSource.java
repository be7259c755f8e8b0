package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.alpaca.rest.GatewayView;
import dev.maxdiff.broker.alpaca.rest.GatewayViewReader;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the account view of a poll with one request to the gateway. Requests are most of the CPU
 * time of a watcher that polls every second, and of the gateway.
 *
 * <p>Account and order history are requested when the previous poll read them. The gateway answers
 * with the whole view or fails. A view fails as a whole when one part fails, also an unused part,
 * or when all parts together exceed the time limit. After a failed view, the next 10 polls read
 * each part by a request of its own; after a view that the server refuses (it has no such route),
 * the next 100 polls do.
 */
final class GatewayAccountSource implements AccountSource {

  /** Polls with single requests after a failed view, and after a refused view. */
  static final int AFTER_FAILURE = 10;

  static final int AFTER_REFUSAL = 100;

  private final GatewayViewReader views;
  private final AccountView separateReads;
  private int pollsByParts;
  private boolean accountRead;
  private boolean historyRead;

  private GatewayAccountSource(GatewayViewReader views, AccountView separateReads) {
    this.views = views;
    this.separateReads = separateReads;
  }

  /**
   * Reads views from the gateway.
   *
   * @param broker the same server, by Alpaca's REST
   */
  static GatewayAccountSource over(HttpTransport gateway, Broker broker, Symbol symbol) {
    return new GatewayAccountSource(
        new GatewayViewReader(gateway, symbol), AccountView.of(broker, symbol));
  }

  @Override
  public AccountView read() {
    if (pollsByParts > 0) {
      pollsByParts--;
      return separateReads;
    }
    boolean account = accountRead;
    boolean history = historyRead;
    accountRead = false;
    historyRead = false;
    pollsByParts = AFTER_FAILURE;
    Optional<GatewayView> view = views.read(account, history);
    pollsByParts = view.isEmpty() ? AFTER_REFUSAL : 0;
    return view.<AccountView>map(WholeView::new).orElse(separateReads);
  }

  private final class WholeView implements AccountView {

    private final GatewayView view;

    WholeView(GatewayView view) {
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
      accountRead = true;
      return view.account() == null ? separateReads.account() : view.account();
    }

    @Override
    public List<Order> allOrders() {
      historyRead = true;
      return view.history() == null ? separateReads.allOrders() : view.history();
    }
  }
}

package dev.maxdiff.broker.alpaca.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A client of Alpaca's REST: of Alpaca, of the embedded exchange, or of a watcher's gateway.
 *
 * <p>The client has no state between calls; it is thread-safe when its transports are. It repeats
 * GET requests only.
 */
public final class AlpacaBroker implements Broker, AutoCloseable {

  /**
   * The gateway's error code for "nothing was sent or changed"; the caller may repeat the request.
   * Alpaca has no such code: after its 5xx the outcome is unknown.
   */
  public static final int NOTHING_DONE = 50310001;

  private final HttpTransport tradingTransport;
  private final HttpTransport dataTransport;
  private final AlpacaClient trading;
  private final AlpacaClient data;
  private final UnreadNotes notes;

  /**
   * @param trading transport to the server of account and orders
   * @param data transport to the server of quotes; exchange and gateway serve both
   */
  public AlpacaBroker(HttpTransport trading, HttpTransport data, GetRetry retry) {
    this(trading, data, retry, UnreadNotes.unseen());
  }

  /**
   * @param trading transport to the server of account and orders
   * @param data transport to the server of quotes; exchange and gateway serve both
   * @param notes gets what is skipped because it cannot be read
   */
  public AlpacaBroker(
      HttpTransport trading, HttpTransport data, GetRetry retry, UnreadNotes notes) {
    this.notes = requireNonNull(notes, "notes");
    this.tradingTransport = requireNonNull(trading, "trading");
    this.dataTransport = requireNonNull(data, "data");
    this.trading = new AlpacaClient(trading, retry);
    this.data = new AlpacaClient(data, retry);
  }

  @Override
  public Account account() {
    return ResponseReader.one("GET /v2/account", trading.get("/v2/account"), AlpacaReader::account);
  }

  @Override
  public List<CashTransfer> transfers(Instant after) {
    return new TransferPager(trading).read(after);
  }

  @Override
  public PositionList positions() {
    return ResponseReader.positions("GET /v2/positions", trading.get("/v2/positions"));
  }

  @Override
  public OrderList orders(OrderQuery query) {
    OrderPages pages = new OrderPages(query);
    while (!pages.isComplete()) {
      pages.take(trading.get(pages.path()));
    }
    return pages.orders();
  }

  @Override
  public Optional<Order> order(String id) {
    return found(OrderCalls.read(id).path(), AlpacaReader::order);
  }

  @Override
  public Optional<Order> orderByClientOrderId(String clientOrderId) {
    return found(OrderCalls.readByClientOrderId(clientOrderId).path(), AlpacaReader::order);
  }

  @Override
  public Order submit(OrderRequest request) {
    OrderCalls.Call call = OrderCalls.submit(request);
    return call.order(send(call));
  }

  @Override
  public Order replace(String id, ReplaceRequest request) {
    OrderCalls.Call call = OrderCalls.replace(id, request);
    return call.order(send(call));
  }

  @Override
  public void cancel(String id) {
    try {
      send(OrderCalls.cancel(id));
    } catch (BrokerException e) {
      if (!OrderCalls.isCancelPending(e)) {
        throw e;
      }
    }
  }

  private JsonNode send(OrderCalls.Call call) {
    return trading.send(call.method(), call.path(), call.body());
  }

  @Override
  public MarketClock clock() {
    return ResponseReader.one("GET /v2/clock", trading.get("/v2/clock"), AlpacaReader::clock);
  }

  @Override
  public List<TradingDay> calendar(LocalDate first, LocalDate last) {
    JsonNode answer = trading.get("/v2/calendar?start=" + first + "&end=" + last);
    return ResponseReader.readable("GET /v2/calendar", answer, AlpacaReader::tradingDay, notes);
  }

  @Override
  public Map<Symbol, Quote> quotes(Set<Symbol> symbols) {
    Map<Symbol, Quote> quotes = new HashMap<>();
    for (QuoteCalls.Call call : QuoteCalls.of(symbols)) {
      quotes.putAll(call.quotes(data.get(call.path()), notes));
    }
    return quotes;
  }

  @Override
  public Optional<Asset> asset(Symbol symbol) {
    return found(assetPath(symbol), AlpacaReader::asset);
  }

  static String assetPath(Symbol symbol) {
    return "/v2/assets/" + AlpacaClient.encoded(symbol.text());
  }

  @Override
  public void close() {
    tradingTransport.close();
    dataTransport.close();
  }

  private <T> Optional<T> found(String path, Function<JsonNode, T> reader) {
    try {
      return Optional.of(ResponseReader.one("GET " + path, trading.get(path), reader));
    } catch (BrokerException e) {
      if (e.failure() == Failure.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

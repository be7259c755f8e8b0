package dev.maxdiff.broker.alpaca.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.alpaca.rest.OrderCalls.Call;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The requests of Alpaca's REST for which an order waits, without a blocked thread. Thread-safe. It
 * repeats GET requests only.
 */
public final class AsyncAlpacaBroker implements AsyncBroker {

  private final AsyncHttpTransport trading;
  private final AsyncHttpTransport data;
  private final GetRetry retry;
  private final UnreadNotes notes;

  /**
   * @param trading transport to the server of account and orders
   * @param data transport to the server of quotes; the exchange serves both
   */
  public AsyncAlpacaBroker(AsyncHttpTransport trading, AsyncHttpTransport data, GetRetry retry) {
    this(trading, data, retry, UnreadNotes.unseen());
  }

  /**
   * @param trading transport to the server of account and orders
   * @param data transport to the server of quotes; the exchange serves both
   * @param notes gets what is skipped because it cannot be read
   */
  public AsyncAlpacaBroker(
      AsyncHttpTransport trading, AsyncHttpTransport data, GetRetry retry, UnreadNotes notes) {
    this.notes = requireNonNull(notes, "notes");
    this.trading = requireNonNull(trading, "trading");
    this.data = requireNonNull(data, "data");
    this.retry = requireNonNull(retry, "retry");
  }

  @Override
  public CompletionStage<Order> submit(OrderRequest request) {
    Call call = OrderCalls.submit(request);
    return order(call);
  }

  @Override
  public CompletionStage<Order> replace(String id, ReplaceRequest request) {
    Call call = OrderCalls.replace(id, request);
    return order(call);
  }

  @Override
  public CompletionStage<Void> cancel(String id) {
    return send(trading, OrderCalls.cancel(id))
        .<Void>thenApply(accepted -> null)
        .exceptionallyCompose(
            failure -> {
              BrokerException e = cause(failure);
              return OrderCalls.isCancelPending(e)
                  ? CompletableFuture.completedStage(null)
                  : CompletableFuture.failedStage(e);
            });
  }

  private CompletionStage<Order> order(Call call) {
    return send(trading, call).thenApply(call::order);
  }

  @Override
  public CompletionStage<Optional<Order>> order(String id) {
    Call call = OrderCalls.read(id);
    return found(call.path(), call::order);
  }

  @Override
  public CompletionStage<Optional<Order>> orderByClientOrderId(String clientOrderId) {
    Call call = OrderCalls.readByClientOrderId(clientOrderId);
    return found(call.path(), call::order);
  }

  @Override
  public CompletionStage<Account> account() {
    return get(
        "/v2/account",
        answer -> ResponseReader.one("GET /v2/account", answer, AlpacaReader::account));
  }

  @Override
  public CompletionStage<PositionList> positions() {
    return get("/v2/positions", answer -> ResponseReader.positions("GET /v2/positions", answer));
  }

  @Override
  public CompletionStage<OrderList> orders(OrderQuery query) {
    return rest(new OrderPages(query)).thenApply(OrderPages::orders);
  }

  private CompletionStage<OrderPages> rest(OrderPages pages) {
    return pages.isComplete()
        ? CompletableFuture.completedStage(pages)
        : get(trading, pages.path(), 1)
            .thenCompose(
                answer -> {
                  pages.take(answer);
                  return rest(pages);
                });
  }

  @Override
  public CompletionStage<MarketClock> clock() {
    return get(
        "/v2/clock", answer -> ResponseReader.one("GET /v2/clock", answer, AlpacaReader::clock));
  }

  @Override
  public CompletionStage<Map<Symbol, Quote>> quotes(Set<Symbol> symbols) {
    CompletionStage<Map<Symbol, Quote>> all = CompletableFuture.completedStage(Map.of());
    for (QuoteCalls.Call call : QuoteCalls.of(symbols)) {
      CompletionStage<Map<Symbol, Quote>> some =
          get(data, call.path(), 1).thenApply(answer -> call.quotes(answer, notes));
      all = all.thenCombine(some, AsyncAlpacaBroker::joined);
    }
    return all;
  }

  private static Map<Symbol, Quote> joined(Map<Symbol, Quote> one, Map<Symbol, Quote> other) {
    Map<Symbol, Quote> both = new HashMap<>(one);
    both.putAll(other);
    return both;
  }

  @Override
  public CompletionStage<Optional<Asset>> asset(Symbol symbol) {
    String path = AlpacaBroker.assetPath(symbol);
    return found(path, answer -> ResponseReader.one("GET " + path, answer, AlpacaReader::asset));
  }

  private <T> CompletionStage<T> get(String path, Function<JsonNode, T> reader) {
    return get(trading, path, 1).thenApply(reader);
  }

  /** Completes empty when the broker does not know the path. */
  private <T> CompletionStage<Optional<T>> found(String path, Function<JsonNode, T> reader) {
    return get(path, reader)
        .thenApply(Optional::of)
        .exceptionallyCompose(
            failure -> {
              BrokerException e = cause(failure);
              return e.failure() == Failure.NOT_FOUND
                  ? CompletableFuture.completedStage(Optional.empty())
                  : CompletableFuture.failedStage(e);
            });
  }

  private CompletionStage<JsonNode> get(AsyncHttpTransport server, String path, int attempt) {
    return send(server, new Call("GET", path, null))
        .exceptionallyCompose(
            failure -> {
              BrokerException e = cause(failure);
              return retry.repeats(e, attempt)
                  ? pause(attempt).thenCompose(paused -> get(server, path, attempt + 1))
                  : CompletableFuture.failedStage(e);
            });
  }

  private CompletionStage<Void> pause(int attempt) {
    double chance = ThreadLocalRandom.current().nextDouble();
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(
            retry.pauseAfter(attempt, chance).toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Completes with the JSON of the response; null when the body is empty. */
  private static CompletionStage<JsonNode> send(AsyncHttpTransport server, Call call) {
    return server
        .sendAsync(call.method(), call.path(), call.body())
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(unanswered(call, failure)))
        .thenApply(answer -> AlpacaClient.json(call.method(), call.path(), answer));
  }

  private static BrokerException unanswered(Call call, Throwable failure) {
    Throwable cause = unwrapped(failure);
    return AlpacaClient.unanswered(
        call.method(),
        call.path(),
        cause instanceof IOException io ? io : new IOException(String.valueOf(cause), cause));
  }

  private static BrokerException cause(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause instanceof BrokerException e
        ? e
        : new BrokerException(Failure.MALFORMED, 0, 0, String.valueOf(cause), cause);
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}

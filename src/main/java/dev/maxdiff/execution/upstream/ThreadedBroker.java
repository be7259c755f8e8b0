package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Symbol;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The requests of a blocking broker, each on a thread of the executor. Only a {@link
 * BrokerException} fails the stage.
 */
public record ThreadedBroker(Broker broker, Executor threads) implements AsyncBroker {

  @Override
  public CompletionStage<Order> submit(OrderRequest request) {
    return call(() -> broker.submit(request));
  }

  @Override
  public CompletionStage<Order> replace(String id, ReplaceRequest request) {
    return call(() -> broker.replace(id, request));
  }

  @Override
  public CompletionStage<Void> cancel(String id) {
    return call(
        () -> {
          broker.cancel(id);
          return null;
        });
  }

  @Override
  public CompletionStage<Optional<Order>> order(String id) {
    return call(() -> broker.order(id));
  }

  @Override
  public CompletionStage<Optional<Order>> orderByClientOrderId(String clientOrderId) {
    return call(() -> broker.orderByClientOrderId(clientOrderId));
  }

  @Override
  public CompletionStage<Account> account() {
    return call(broker::account);
  }

  @Override
  public CompletionStage<PositionList> positions() {
    return call(broker::positions);
  }

  @Override
  public CompletionStage<OrderList> orders(OrderQuery query) {
    return call(() -> broker.orders(query));
  }

  @Override
  public CompletionStage<MarketClock> clock() {
    return call(broker::clock);
  }

  @Override
  public CompletionStage<Map<Symbol, Quote>> quotes(Set<Symbol> symbols) {
    return call(() -> broker.quotes(symbols));
  }

  @Override
  public CompletionStage<Optional<Asset>> asset(Symbol symbol) {
    return call(() -> broker.asset(symbol));
  }

  private <T> CompletionStage<T> call(Supplier<T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            answer.complete(request.get());
          } catch (BrokerException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }
}

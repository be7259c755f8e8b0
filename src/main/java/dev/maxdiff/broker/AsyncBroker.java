package dev.maxdiff.broker;

import dev.maxdiff.domain.Symbol;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The requests of {@link Broker} for which an order waits, without a blocked thread; as {@link
 * AsyncOrders} says. A failed read never completes with an empty result.
 */
public interface AsyncBroker extends AsyncOrders {

  CompletionStage<Account> account();

  /** See {@link Broker#positions}. */
  CompletionStage<PositionList> positions();

  /** See {@link Broker#orders}. */
  CompletionStage<OrderList> orders(OrderQuery query);

  CompletionStage<MarketClock> clock();

  /** See {@link Broker#quotes}. */
  CompletionStage<Map<Symbol, Quote>> quotes(Set<Symbol> symbols);

  /** See {@link Broker#asset}. */
  CompletionStage<Optional<Asset>> asset(Symbol symbol);
}

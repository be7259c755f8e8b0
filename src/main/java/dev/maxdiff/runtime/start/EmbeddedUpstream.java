package dev.maxdiff.runtime.start;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.maxdiff.actors.GuardedSystem;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.AsyncAlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.AsyncHttpTransport;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.Opening;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.runtime.context.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The embedded exchange. There is no stream: the gateway reads the exchange without delay. */
final class EmbeddedUpstream implements Upstream {

  private static final Duration IDLE_CONNECTIONS = Duration.ofMillis(20);

  private final AlpacaBroker broker;
  private final AsyncBroker asyncBroker;
  private final RateBudget budget;
  private final PaperExchange exchange;

  private EmbeddedUpstream(
      AlpacaBroker broker, AsyncBroker asyncBroker, RateBudget budget, PaperExchange exchange) {
    this.broker = broker;
    this.asyncBroker = asyncBroker;
    this.budget = budget;
    this.exchange = exchange;
  }

  static CompletionStage<Upstream> open(
      GuardedSystem guarded, RuntimeOptions options, Path directory) {
    Config config = options.config();
    FaultPlan faults = FaultPlan.from(config);
    return PaperExchange.start(
            guarded.system(),
            guarded.actors(),
            ExchangeSettings.from(config),
            options.tape(),
            directory.resolve("exchange"),
            Opening.RESUME_OR_FAIL,
            "127.0.0.1",
            config.getInt("maxdiff.exchange.port"))
        .thenApply(exchange -> of(config, exchange, faults));
  }

  private static Upstream of(Config config, PaperExchange exchange, FaultPlan faults) {
    exchange.injectFaults(faults);
    RateBudget budget = Upstream.budget(config, Venue.EMBEDDED);
    Config alpaca = config.getConfig("maxdiff.alpaca");
    AsyncHttpTransport transport = exchange.transport(alpaca.getDuration("answer-timeout"), budget);
    GetRetry retry = Upstream.retry(alpaca);
    return new EmbeddedUpstream(
        new AlpacaBroker(transport, transport, retry),
        new AsyncAlpacaBroker(transport, transport, retry),
        budget,
        exchange);
  }

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public AsyncBroker asyncBroker() {
    return asyncBroker;
  }

  @Override
  public RateBudget budget() {
    return budget;
  }

  @Override
  public InstantSource clock() {
    return exchange::now;
  }

  @Override
  public Optional<PaperExchange> exchange() {
    return Optional.of(exchange);
  }

  @Override
  public boolean startedOver() {
    return !exchange.resumed();
  }

  @Override
  public void listen(ActorSystem<?> system, GatewayServer gateway) {
    // no stream
  }

  @Override
  public CompletionStage<Void> close() {
    broker.close();
    return exchange.unbind(IDLE_CONNECTIONS);
  }
}

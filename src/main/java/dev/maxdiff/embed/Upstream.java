package dev.maxdiff.embed;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.AlpacaBroker;
import dev.maxdiff.broker.alpaca.ApiKeys;
import dev.maxdiff.broker.alpaca.GetRetry;
import dev.maxdiff.broker.alpaca.HttpTransport;
import dev.maxdiff.broker.alpaca.JdkHttpTransport;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.FaultPlan;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.ExecutionSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where orders go, and whose time the watchers live in. */
final class Upstream {

  private static final Duration IDLE_CONNECTIONS = Duration.ofMillis(20);

  private final AlpacaBroker broker;
  private final RateBudget budget;
  private final InstantSource clock;
  private final PaperExchange exchange;

  private Upstream(
      AlpacaBroker broker, RateBudget budget, InstantSource clock, PaperExchange exchange) {
    this.broker = broker;
    this.budget = budget;
    this.clock = clock;
    this.exchange = exchange;
  }

  static CompletionStage<Upstream> open(
      ActorSystem<?> system, RuntimeOptions options, Path directory) {
    Config config = options.config();
    if (options.venue() != Venue.EMBEDDED) {
      return CompletableFuture.completedFuture(alpaca(config, options));
    }
    FaultPlan faults = FaultPlan.from(config);
    return PaperExchange.start(
            system,
            ExchangeSettings.from(config),
            options.tape(),
            directory.resolve("exchange"),
            options.fresh(),
            "127.0.0.1",
            config.getInt("maxdiff.exchange.port"))
        .thenApply(exchange -> embedded(config, exchange, faults));
  }

  private static Upstream embedded(Config config, PaperExchange exchange, FaultPlan faults) {
    exchange.misbehave(faults);
    ApiKeys keys = new ApiKeys(exchange.apiKey(), exchange.apiSecret());
    RateBudget budget = budget(config, Venue.EMBEDDED);
    AlpacaBroker broker = broker(config, exchange.address(), exchange.address(), keys, budget);
    return new Upstream(broker, budget, exchange::now, exchange);
  }

  private static Upstream alpaca(Config config, RuntimeOptions options) {
    RateBudget budget = budget(config, options.venue());
    AlpacaBroker broker = alpacaBroker(config, options.venue(), options.environment(), budget);
    return new Upstream(broker, budget, Clock.systemUTC(), null);
  }

  /** A client of the venue's endpoint for a program that runs no watchers; to be closed. */
  static AlpacaBroker alpacaBroker(Config config, Venue venue, Map<String, String> environment) {
    return alpacaBroker(config, venue, environment, budget(config, venue));
  }

  private static AlpacaBroker alpacaBroker(
      Config config, Venue venue, Map<String, String> environment, RateBudget budget) {
    ApiKeys keys =
        new ApiKeys(
            required(environment, "APCA_API_KEY_ID", "ALP_KEY_ID"),
            required(environment, "APCA_API_SECRET_KEY", "ALP_SECRET_KEY"));
    URI trading = URI.create(config.getString("maxdiff.alpaca." + venue + "-url"));
    URI data = URI.create(config.getString("maxdiff.alpaca.data-url"));
    return broker(config, trading, data, keys, budget);
  }

  private static RateBudget budget(Config config, Venue venue) {
    int perMinute = ExecutionSettings.from(config, venue).reads().perMinute();
    return new RateBudget(perMinute, System::nanoTime);
  }

  private static AlpacaBroker broker(
      Config config, URI trading, URI data, ApiKeys keys, RateBudget budget) {
    Config alpaca = config.getConfig("maxdiff.alpaca");
    Duration answerTimeout = alpaca.getDuration("answer-timeout");
    HttpClient client = JdkHttpTransport.client(alpaca.getDuration("connect-timeout"));
    HttpTransport forTrading = new JdkHttpTransport(client, trading, keys, answerTimeout, budget);
    HttpTransport forData = new JdkHttpTransport(client, data, keys, answerTimeout, budget);
    return new AlpacaBroker(
        forTrading,
        forData,
        new GetRetry(alpaca.getInt("get-attempts"), alpaca.getDuration("get-first-pause")));
  }

  private static String required(Map<String, String> environment, String name, String fallback) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(fallback)))
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () -> new InvalidValueException(name, "unset", "your Alpaca key, in the environment"));
  }

  Broker broker() {
    return broker;
  }

  /** How often the broker may be asked, and has been. */
  RateBudget budget() {
    return budget;
  }

  /** The watchers' time: the exchange's under replay, the machine's otherwise. */
  InstantSource clock() {
    return clock;
  }

  /** The embedded exchange; empty on the other venues. */
  Optional<PaperExchange> exchange() {
    return Optional.ofNullable(exchange);
  }

  /** Whether the account is new, so that no wish of before can mean it. */
  boolean startedOver() {
    return exchange != null && !exchange.resumed();
  }

  /** Nobody asks any more; only the broker's client may keep an idle connection open. */
  CompletionStage<Void> close() {
    broker.close();
    return exchange == null
        ? CompletableFuture.completedFuture(null)
        : exchange.unbind(IDLE_CONNECTIONS);
  }
}

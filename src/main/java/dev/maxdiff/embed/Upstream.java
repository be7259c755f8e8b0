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
import dev.maxdiff.broker.alpaca.StreamPace;
import dev.maxdiff.broker.alpaca.TradeStream;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.FaultPlan;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.ExecutionSettings;
import dev.maxdiff.execution.Gateway;
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
  private final TradeNews.Source news;
  private TradeStream stream; // null until it is listened to

  private Upstream(
      AlpacaBroker broker,
      RateBudget budget,
      InstantSource clock,
      PaperExchange exchange,
      TradeNews.Source news) {
    this.broker = broker;
    this.budget = budget;
    this.clock = clock;
    this.exchange = exchange;
    this.news = news;
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
    RateBudget budget = budget(config, Venue.EMBEDDED);
    Config alpaca = config.getConfig("maxdiff.alpaca");
    HttpTransport transport = exchange.transport(alpaca.getDuration("answer-timeout"), budget);
    AlpacaBroker broker = new AlpacaBroker(transport, transport, retry(alpaca));
    return new Upstream(broker, budget, exchange::now, exchange, null);
  }

  private static Upstream alpaca(Config config, RuntimeOptions options) {
    RateBudget budget = budget(config, options.venue());
    TradeNews.Source source = source(config, options.venue(), options.environment());
    AlpacaBroker broker = broker(config, source, budget);
    return new Upstream(broker, budget, Clock.systemUTC(), null, source);
  }

  /** A client of the venue's endpoint for a program that runs no watchers; to be closed. */
  static AlpacaBroker alpacaBroker(Config config, Venue venue, Map<String, String> environment) {
    return broker(config, source(config, venue, environment), budget(config, venue));
  }

  private static TradeNews.Source source(
      Config config, Venue venue, Map<String, String> environment) {
    ApiKeys keys =
        new ApiKeys(
            required(environment, "APCA_API_KEY_ID", "ALP_KEY_ID"),
            required(environment, "APCA_API_SECRET_KEY", "ALP_SECRET_KEY"));
    URI trading = URI.create(config.getString("maxdiff.alpaca." + venue + "-url"));
    return new TradeNews.Source(client(config), trading, keys);
  }

  private static AlpacaBroker broker(Config config, TradeNews.Source source, RateBudget budget) {
    URI data = URI.create(config.getString("maxdiff.alpaca.data-url"));
    Config alpaca = config.getConfig("maxdiff.alpaca");
    Duration answerTimeout = alpaca.getDuration("answer-timeout");
    HttpClient client = source.client();
    ApiKeys keys = source.keys();
    return new AlpacaBroker(
        new JdkHttpTransport(client, source.trading(), keys, answerTimeout, budget),
        new JdkHttpTransport(client, data, keys, answerTimeout, budget),
        retry(alpaca));
  }

  private static GetRetry retry(Config alpaca) {
    return new GetRetry(alpaca.getInt("get-attempts"), alpaca.getDuration("get-first-pause"));
  }

  private static RateBudget budget(Config config, Venue venue) {
    int perMinute = ExecutionSettings.from(config, venue).reads().perMinute();
    return new RateBudget(perMinute, System::nanoTime);
  }

  private static HttpClient client(Config config) {
    return JdkHttpTransport.client(config.getDuration("maxdiff.alpaca.connect-timeout"));
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

  /**
   * Lets the gateway know what the broker tells by itself; the exchange of this process is near.
   */
  void tell(ActorSystem<?> system, Gateway gateway) {
    if (news != null) {
      StreamPace pace = StreamPace.from(system.settings().config());
      stream = TradeNews.listen(system, news, pace, gateway);
    }
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

  /** Nobody asks any more. */
  CompletionStage<Void> close() {
    if (stream != null) {
      stream.close();
    }
    broker.close();
    return exchange == null
        ? CompletableFuture.completedFuture(null)
        : exchange.unbind(IDLE_CONNECTIONS);
  }
}

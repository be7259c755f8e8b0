package dev.maxdiff.runtime.start;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.AsyncAlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.JdkHttpTransport;
import dev.maxdiff.broker.alpaca.rest.UnreadNotes;
import dev.maxdiff.broker.alpaca.stream.TradeStream;
import dev.maxdiff.broker.alpaca.stream.TradeStreamSettings;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.gateway.GatewayServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alpaca's paper or live endpoint, with its stream of trade updates. */
public final class AlpacaUpstream implements Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(AlpacaUpstream.class);

  private final AlpacaBroker broker;
  private final AsyncBroker asyncBroker;
  private final RateBudget budget;
  private final TradeUpdateListener.Source updates;
  private final Queue<TradeStream> streams = new ConcurrentLinkedQueue<>();

  private AlpacaUpstream(
      AlpacaBroker broker,
      AsyncBroker asyncBroker,
      RateBudget budget,
      TradeUpdateListener.Source updates) {
    this.broker = broker;
    this.asyncBroker = asyncBroker;
    this.budget = budget;
    this.updates = updates;
  }

  static Upstream open(Config config, Venue venue, Map<String, String> environment) {
    RateBudget budget = Upstream.budget(config, venue);
    TradeUpdateListener.Source source = source(config, venue, environment);
    return new AlpacaUpstream(
        broker(config, source, budget), asyncBroker(config, source, budget), budget, source);
  }

  /** A client of the venue's endpoint for a program without watchers. The caller closes it. */
  public static AlpacaBroker broker(Config config, Venue venue, Map<String, String> environment) {
    return broker(config, source(config, venue, environment), Upstream.budget(config, venue));
  }

  private static TradeUpdateListener.Source source(
      Config config, Venue venue, Map<String, String> environment) {
    ApiKeys keys =
        new ApiKeys(
            required(environment, "APCA_API_KEY_ID", "ALP_KEY_ID"),
            required(environment, "APCA_API_SECRET_KEY", "ALP_SECRET_KEY"));
    URI trading = URI.create(config.getString("maxdiff.alpaca." + venue + "-url"));
    HttpClient client =
        JdkHttpTransport.client(config.getDuration("maxdiff.alpaca.connect-timeout"));
    return new TradeUpdateListener.Source(client, trading, keys);
  }

  private static AlpacaBroker broker(
      Config config, TradeUpdateListener.Source source, RateBudget budget) {
    URI data = URI.create(config.getString("maxdiff.alpaca.data-url"));
    Config alpaca = config.getConfig("maxdiff.alpaca");
    return new AlpacaBroker(
        transport(alpaca, source.trading(), source, budget),
        transport(alpaca, data, source, budget),
        Upstream.retry(alpaca),
        new UnreadNotes(LOG::warn));
  }

  private static AsyncBroker asyncBroker(
      Config config, TradeUpdateListener.Source source, RateBudget budget) {
    URI data = URI.create(config.getString("maxdiff.alpaca.data-url"));
    Config alpaca = config.getConfig("maxdiff.alpaca");
    return new AsyncAlpacaBroker(
        transport(alpaca, source.trading(), source, budget),
        transport(alpaca, data, source, budget),
        Upstream.retry(alpaca),
        new UnreadNotes(LOG::warn));
  }

  private static JdkHttpTransport transport(
      Config alpaca, URI server, TradeUpdateListener.Source source, RateBudget budget) {
    return new JdkHttpTransport(
        source.client(), server, source.keys(), alpaca.getDuration("answer-timeout"), budget);
  }

  private static String required(Map<String, String> environment, String name, String fallback) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(fallback)))
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () -> new InvalidValueException(name, "unset", "an Alpaca API key in the environment"));
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
    return Clock.systemUTC();
  }

  @Override
  public Optional<PaperExchange> exchange() {
    return Optional.empty();
  }

  @Override
  public boolean startedOver() {
    return false;
  }

  @Override
  public void listen(ActorSystem<?> system, GatewayServer gateway) {
    TradeStreamSettings streamSettings = TradeStreamSettings.from(system.settings().config());
    streams.add(TradeUpdateListener.listen(system, updates, streamSettings, gateway));
  }

  @Override
  public CompletionStage<Void> close() {
    streams.forEach(TradeStream::close);
    broker.close();
    return CompletableFuture.completedFuture(null);
  }
}

package dev.maxdiff.broker.paper;

import static java.util.Objects.requireNonNull;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
import akka.http.javadsl.settings.WebSocketSettings;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.alpaca.HttpTransport;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scala.concurrent.duration.FiniteDuration;

/**
 * The embedded exchange: a replayed market and one account, served on a loopback address as
 * Alpaca's REST, and its stream of trade updates.
 *
 * <p>It stands still until {@link #play()}. Account, orders, every client order id and the place on
 * the tape survive a {@code kill -9}; the next start goes on from there. Methods may be called from
 * any thread.
 */
public final class PaperExchange {

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration ORDER_TIMEOUT = Duration.ofSeconds(5);
  private static final FiniteDuration KEEP_ALIVE = FiniteDuration.create(15, TimeUnit.SECONDS);
  private static final int KEY_BYTES = 10;
  private static final int SECRET_BYTES = 20;

  private final ActorSystem<?> system;
  private final MarketTape tape;
  private final ActorRef<ExchangeActor.Command> exchange;
  private final ExchangeShow show;
  private final Faults faults;
  private final AuditLog audit;
  private final boolean resumed;
  private final PaperKeys keys;
  private final TradeUpdates updates;
  private final FaultyRoutes routes;
  private ServerBinding binding;
  private CompletionStage<Void> unbound;

  private PaperExchange(
      ActorSystem<?> system,
      ExchangeSettings settings,
      MarketTape tape,
      ActorRef<ExchangeActor.Command> exchange,
      ExchangeShow show,
      Faults faults,
      AuditLog audit,
      boolean resumed) {
    this.system = system;
    this.tape = tape;
    this.exchange = exchange;
    this.show = show;
    this.faults = faults;
    this.audit = audit;
    this.resumed = resumed;
    this.keys =
        new PaperKeys(
            orMadeUp(settings.apiKey(), KEY_BYTES), orMadeUp(settings.apiSecret(), SECRET_BYTES));
    this.updates = new TradeUpdates(system, keys::match);
    this.routes =
        new FaultyRoutes(
            system,
            new PaperRoutes(system, new ActorOrderEntry(), show, keys, updates)::handle,
            faults,
            show);
    show.follow(updates::happened);
  }

  /**
   * Starts the exchange or goes on with the one of that name in the system's journal. A session
   * that had played its tape to the end is not resumed: a fresh account is opened.
   *
   * @param directory where {@code audit.jsonl} is written
   * @param fresh forgets the stored session, its account and its used client order ids
   * @param host a loopback address
   * @param port 0 = any free one
   * @return failed when the port is in use, the directory cannot be written, or the stored session
   *     was played on other data
   */
  public static CompletionStage<PaperExchange> start(
      ActorSystem<?> system,
      ActorSpawner actors,
      ExchangeSettings settings,
      MarketTape tape,
      Path directory,
      boolean fresh,
      String host,
      int port) {
    requireNonNull(tape, "tape");
    AuditLog audit;
    try {
      audit = AuditLog.open(directory, fresh);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new InvalidValueException("directory", directory, "writable: " + e.getMessage()));
    }
    VirtualClock clock = new VirtualClock(settings.speed(), tape.start(), System::nanoTime);
    ExchangeShow show = new ExchangeShow(settings.engine(), tape, audit, clock);
    Faults faults = new Faults(show);
    ActorRef<ExchangeActor.Command> exchange =
        actors.spawn(
            ExchangeActor.create(settings, tape, show, faults),
            "exchange-" + settings.name() + "-" + AccountNumbers.secret(4));
    return AskPattern.<ExchangeActor.Command, Boolean>askWithStatus(
            exchange,
            replyTo -> new ExchangeActor.Start(fresh, replyTo),
            START_PATIENCE,
            system.scheduler())
        .thenApply(
            resumed ->
                new PaperExchange(system, settings, tape, exchange, show, faults, audit, resumed))
        .thenCompose(started -> started.bind(host, port))
        .whenComplete(
            (started, failure) -> {
              if (failure != null) {
                exchange.tell(new ExchangeActor.Close(system.ignoreRef()));
                audit.close();
              }
            });
  }

  private CompletionStage<PaperExchange> bind(String host, int port) {
    return Http.get(system)
        .newServerAt(host, port)
        .withSettings(listeningSettings(system))
        .bind(routes::handle)
        .handle(
            (bound, failure) -> {
              if (failure != null) {
                throw new CompletionException(
                    new InvalidValueException("port", host + ":" + port, "a free port"));
              }
              binding = bound;
              return this;
            });
  }

  /** With a ping for listeners of trade updates: a quiet market must not look like a dead line. */
  private static ServerSettings listeningSettings(ActorSystem<?> system) {
    ServerSettings usual = ServerSettings.create(Adapter.toClassic(system));
    WebSocketSettings pinging =
        usual.getWebsocketSettings().withPeriodicKeepAliveMaxIdle(KEEP_ALIVE);
    return usual.withWebsocketSettings(pinging);
  }

  /** Where the REST interface is reached. */
  public URI address() {
    var local = binding.localAddress();
    return URI.create("http://" + local.getAddress().getHostAddress() + ":" + local.getPort());
  }

  /**
   * A way to the same REST interface for the program that embeds the exchange, without a socket; it
   * has the keys. To be closed before {@link #unbind()}.
   *
   * @param answerTimeout longest wait for a whole answer
   * @param budget told of every call, and of every refusal for too many
   */
  public HttpTransport transport(Duration answerTimeout, RateBudget budget) {
    return new DirectTransport(system, routes, keys, answerTimeout, budget);
  }

  public String apiKey() {
    return keys.id();
  }

  public String apiSecret() {
    return keys.secret();
  }

  /** The exchange's time; it goes on after the end of the tape, so that what is pending ends. */
  public Instant now() {
    return show.view().now();
  }

  /** Whether account, orders and clock are those of an earlier run. */
  public boolean resumed() {
    return resumed;
  }

  public MarketTape tape() {
    return tape;
  }

  public Instant tapeEnd() {
    return tape.end();
  }

  /** Misbehaves from now on as a plan says; {@link FaultPlan#none()} ends it. */
  public void misbehave(FaultPlan plan) {
    faults.use(requireNonNull(plan, "plan"));
  }

  /** Starts the clock; the answer comes when it runs. */
  public CompletionStage<Void> play() {
    return tell(ExchangeActor.Play::new);
  }

  /** Stops the clock. */
  public CompletionStage<Void> pause() {
    return tell(ExchangeActor.Pause::new);
  }

  /**
   * Completes with the exchange's time once the last print has been played and journalled; fails if
   * the exchange stops before.
   */
  public CompletionStage<Instant> ended() {
    return show.ended().minimalCompletionStage();
  }

  /** What the account has come to so far. */
  public CompletionStage<ExchangeReport> report() {
    return CompletableFuture.completedFuture(show.view().report());
  }

  /**
   * Is told every fill from now on, once and after it is durable, on the exchange's own thread: it
   * must return at once.
   */
  public void subscribe(Consumer<Fill> subscriber) {
    show.subscribe(requireNonNull(subscriber, "subscriber"));
  }

  /**
   * Ends the REST interface, then journals the moment, stops and closes the audit log. Further
   * calls answer with the first one's end.
   */
  public CompletionStage<Void> unbind() {
    return unbind(Duration.ofSeconds(1));
  }

  /**
   * The same.
   *
   * @param patience how long connections may stay open, idle ones too: until the clients close them
   */
  public synchronized CompletionStage<Void> unbind(Duration patience) {
    if (unbound == null) {
      updates.close();
      unbound =
          binding
              .terminate(patience)
              .thenCompose(terminated -> tell(ExchangeActor.Close::new))
              .whenCompleteAsync((done, failure) -> audit.close());
    }
    return unbound;
  }

  /** Sends the changes of orders to the actor. */
  private final class ActorOrderEntry implements OrderEntry {
    @Override
    public CompletionStage<ExchangeEngine.Outcome> submit(OrderRequest request) {
      return ask(replyTo -> new ExchangeActor.Submit(request, replyTo));
    }

    @Override
    public CompletionStage<ExchangeEngine.Outcome> replace(String id, ReplaceRequest request) {
      return ask(replyTo -> new ExchangeActor.Replace(id, request, replyTo));
    }

    @Override
    public CompletionStage<ExchangeEngine.Outcome> cancel(String id) {
      return ask(replyTo -> new ExchangeActor.Cancel(id, replyTo));
    }

    @Override
    public CompletionStage<Map<String, ExchangeEngine.Outcome>> cancelAll() {
      return ask(ExchangeActor.CancelAll::new);
    }

    private <T> CompletionStage<T> ask(
        akka.japi.function.Function<ActorRef<T>, ExchangeActor.Command> command) {
      return AskPattern.ask(exchange, command, ORDER_TIMEOUT, system.scheduler());
    }
  }

  private CompletionStage<Void> tell(
      akka.japi.function.Function<ActorRef<Done>, ExchangeActor.Command> command) {
    return AskPattern.ask(exchange, command, PATIENCE, system.scheduler()).thenApply(done -> null);
  }

  private static String orMadeUp(String configured, int bytes) {
    return configured.isEmpty() ? AccountNumbers.secret(bytes) : configured;
  }
}

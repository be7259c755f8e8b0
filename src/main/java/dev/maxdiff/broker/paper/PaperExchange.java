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
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.AsyncHttpTransport;
import dev.maxdiff.broker.paper.audit.AuditLog;
import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.broker.paper.faults.FaultInjector;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.FaultyRoutes;
import dev.maxdiff.broker.paper.rest.DirectTransport;
import dev.maxdiff.broker.paper.rest.PaperKeys;
import dev.maxdiff.broker.paper.rest.PaperRoutes;
import dev.maxdiff.broker.paper.stream.TradeUpdates;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.broker.paper.view.ExchangeReport;
import dev.maxdiff.broker.paper.view.VirtualClock;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scala.concurrent.duration.FiniteDuration;

/**
 * The embedded exchange: a replayed market and one account behind Alpaca's REST and its stream of
 * trade updates, on a loopback address. The clock stands still until {@link #play()}. Account,
 * orders, all client order ids and the position on the tape survive a {@code kill -9}; the next
 * start resumes there. Thread-safe.
 */
public final class PaperExchange {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(10);
  private static final FiniteDuration KEEP_ALIVE = FiniteDuration.create(15, TimeUnit.SECONDS);
  private static final int KEY_BYTES = 10;
  private static final int SECRET_BYTES = 20;

  private final ActorSystem<?> system;
  private final MarketTape tape;
  private final ActorRef<ExchangeActor.Command> exchange;
  private final ExchangeReadModel readModel;
  private final FaultInjector faults;
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
      ExchangeReadModel readModel,
      FaultInjector faults,
      AuditLog audit,
      boolean resumed) {
    this.system = system;
    this.tape = tape;
    this.exchange = exchange;
    this.readModel = readModel;
    this.faults = faults;
    this.audit = audit;
    this.resumed = resumed;
    this.keys =
        new PaperKeys(
            orRandom(settings.apiKey(), KEY_BYTES), orRandom(settings.apiSecret(), SECRET_BYTES));
    this.updates = new TradeUpdates(system, keys::match);
    this.routes =
        new FaultyRoutes(
            system,
            new PaperRoutes(
                    system,
                    new ActorOrderSubmission(exchange, system.scheduler()),
                    readModel,
                    keys,
                    updates)
                ::handle,
            faults,
            readModel);
    readModel.addListener(updates::publish);
  }

  /**
   * Starts the exchange, or resumes the session of the same name in the journal. After a session
   * that has reached the end of its tape, a new account is opened.
   *
   * @param directory of {@code audit.jsonl}
   * @param fresh discards the stored session, its account and its client order ids
   * @param host a loopback address
   * @param port 0 = any free port
   * @return fails with an {@link InvalidValueException} when the port is in use or the directory is
   *     not writable, and with a {@code StatusReply.ErrorMessage} when the stored session used
   *     other data or the journal has lost events
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
    return start(
        system,
        actors,
        settings,
        tape,
        directory,
        fresh ? Opening.FRESH : Opening.RESUME,
        host,
        port);
  }

  /**
   * Starts the exchange like {@link #start(ActorSystem, ActorSpawner, ExchangeSettings, MarketTape,
   * Path, boolean, String, int)}.
   *
   * @param opening what happens to a stored session
   */
  public static CompletionStage<PaperExchange> start(
      ActorSystem<?> system,
      ActorSpawner actors,
      ExchangeSettings settings,
      MarketTape tape,
      Path directory,
      Opening opening,
      String host,
      int port) {
    requireNonNull(tape, "tape");
    AuditLog audit;
    try {
      audit = AuditLog.open(directory, opening == Opening.FRESH);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new InvalidValueException("directory", directory, "writable: " + e.getMessage()));
    }
    VirtualClock clock = new VirtualClock(settings.speed(), tape.start(), System::nanoTime);
    ExchangeReadModel readModel = new ExchangeReadModel(settings.engine(), tape, audit, clock);
    FaultInjector faults = new FaultInjector(readModel);
    ActorRef<ExchangeActor.Command> exchange =
        actors.spawn(
            ExchangeActor.create(settings, tape, readModel, faults),
            "exchange-" + settings.name() + "-" + RandomIds.secret(4));
    return AskPattern.<ExchangeActor.Command, Boolean>askWithStatus(
            exchange,
            replyTo -> new ExchangeActor.Start(opening, replyTo),
            START_TIMEOUT,
            system.scheduler())
        .thenApply(
            resumed ->
                new PaperExchange(
                    system, settings, tape, exchange, readModel, faults, audit, resumed))
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

  /**
   * Pings the clients of trade updates, so that they can distinguish a quiet market from a lost
   * server.
   */
  private static ServerSettings listeningSettings(ActorSystem<?> system) {
    ServerSettings usual = ServerSettings.create(Adapter.toClassic(system));
    WebSocketSettings pinging =
        usual.getWebsocketSettings().withPeriodicKeepAliveMaxIdle(KEEP_ALIVE);
    return usual.withWebsocketSettings(pinging);
  }

  /** The address of the REST interface. */
  public URI address() {
    var local = binding.localAddress();
    return URI.create("http://" + local.getAddress().getHostAddress() + ":" + local.getPort());
  }

  /**
   * An in-process transport to the REST interface, with the keys. The caller must close it before
   * {@link #unbind()}.
   *
   * @param answerTimeout longest wait for a complete response
   * @param budget counts every call and every 429
   */
  public AsyncHttpTransport transport(Duration answerTimeout, RateBudget budget) {
    return new DirectTransport(system, routes, keys, answerTimeout, budget);
  }

  public String apiKey() {
    return keys.id();
  }

  public String apiSecret() {
    return keys.secret();
  }

  /** The exchange's time; it continues after the end of the tape, so that pending work ends. */
  public Instant now() {
    return readModel.view().now();
  }

  /** Returns true when account, orders and clock are those of an earlier run. */
  public boolean resumed() {
    return resumed;
  }

  public MarketTape tape() {
    return tape;
  }

  public Instant tapeEnd() {
    return tape.end();
  }

  /** Replaces the fault plan; {@link FaultPlan#none()} ends all faults. */
  public void injectFaults(FaultPlan plan) {
    faults.use(requireNonNull(plan, "plan"));
  }

  /** Starts the clock; the stage completes when the clock runs. */
  public CompletionStage<Void> play() {
    return tell(ExchangeActor.Play::new);
  }

  /** Stops the clock; the stage completes when the clock has stopped. */
  public CompletionStage<Void> pause() {
    return tell(ExchangeActor.Pause::new);
  }

  /**
   * Completes with the exchange's time once the last trade is played and journalled; fails with an
   * {@link IllegalStateException} when the exchange stops earlier.
   */
  public CompletionStage<Instant> ended() {
    return readModel.ended().minimalCompletionStage();
  }

  /** The report on the account at the current time. */
  public CompletionStage<ExchangeReport> report() {
    return CompletableFuture.completedFuture(readModel.view().report());
  }

  /**
   * Adds a subscriber for new fills. It receives each durable fill once, on the thread of the
   * exchange's actor, and must not block.
   */
  public void subscribe(Consumer<ExchangeFill> subscriber) {
    readModel.subscribe(requireNonNull(subscriber, "subscriber"));
  }

  /**
   * Closes the REST interface, journals the current time, stops the actor and closes the audit log.
   * Further calls return the stage of the first call.
   */
  public CompletionStage<Void> unbind() {
    return unbind(Duration.ofSeconds(1));
  }

  /**
   * Like {@link #unbind()}.
   *
   * @param timeout longest time to wait until the clients close their connections
   */
  public synchronized CompletionStage<Void> unbind(Duration timeout) {
    if (unbound == null) {
      updates.close();
      unbound =
          binding
              .terminate(timeout)
              .thenCompose(terminated -> tell(ExchangeActor.Close::new))
              .whenCompleteAsync((done, failure) -> audit.close());
    }
    return unbound;
  }

  private CompletionStage<Void> tell(
      akka.japi.function.Function<ActorRef<Done>, ExchangeActor.Command> command) {
    return AskPattern.ask(exchange, command, REPLY_TIMEOUT, system.scheduler())
        .thenApply(done -> null);
  }

  private static String orRandom(String configured, int bytes) {
    return configured.isEmpty() ? RandomIds.secret(bytes) : configured;
  }
}

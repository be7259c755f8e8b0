package dev.maxdiff.http;

import static java.util.Objects.requireNonNull;

import akka.actor.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.Metric;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link WatcherService} under {@code /v1} and metrics for Prometheus under {@code
 * /metrics}; every request needs the runtime's token.
 *
 * <p>Requests and responses are JSON of {@link JsonViews}. The body of a refusal is {@code
 * {"error": "one line", "field": …}}. A denied wish has status 409 and the complete {@link
 * WishAnswer} as body, an unresolved wish 503.
 */
public final class ControlRoutes extends AllDirectives {

  /** The state directory of the venue that a command works on, percent-encoded. */
  static final String DIRECTORY_HEADER = "Maxdiff-Directory";

  private static final Duration AFTER_THE_ANSWER = Duration.ofMillis(50);

  private static final Logger LOG = LoggerFactory.getLogger(ControlRoutes.class);

  private final WatcherService watchers;
  private final Supplier<CompletionStage<List<Metric>>> metrics;
  private final HostedRuntime runtime;
  private final RequestAuthorizer authorizer;
  private final JsonViews json = new JsonViews();
  private JvmMetrics jvm; // null until the first scrape

  /**
   * @param runtime the runtime that serves the routes
   * @param tokens bearer tokens, which the commands read from {@code runtime.json}
   */
  public ControlRoutes(
      WatcherService watchers,
      Supplier<CompletionStage<List<Metric>>> metrics,
      HostedRuntime runtime,
      AccessTokens tokens) {
    this.runtime = requireNonNull(runtime, "runtime");
    this.metrics = requireNonNull(metrics, "metrics");
    this.watchers = requireNonNull(watchers, "watchers");
    this.authorizer = new RequestAuthorizer(tokens);
  }

  /** All routes, sealed: every failure and every unknown path has a JSON response. */
  public Route route() {
    return authorized(
            client ->
                concat(
                    pathPrefix("v1", () -> concat(posts(client), gets())),
                    path("metrics", () -> get(this::metrics))))
        .seal(rejections(), exceptions());
  }

  private Route authorized(Function<WishRequest.Source, Route> inner) {
    return extractRequest(
        request ->
            authorizer
                .browserRefusal(request)
                .map(reason -> refuse(StatusCodes.FORBIDDEN, reason))
                .orElseGet(
                    () ->
                        authorizer
                            .client(request)
                            .map(client -> ofThisDirectory(request, () -> inner.apply(client)))
                            .orElseGet(
                                () ->
                                    refuse(
                                        StatusCodes.UNAUTHORIZED,
                                        "the token of runtime.json is required"))));
  }

  /** Refuses a command whose state directory is a copy of the one that this runtime owns. */
  private Route ofThisDirectory(HttpRequest request, Supplier<Route> inner) {
    Optional<String> asked = request.getHeader(DIRECTORY_HEADER).map(HttpHeader::value);
    boolean ours =
        asked
            .map(text -> Path.of(URLDecoder.decode(text, StandardCharsets.UTF_8)))
            .map(runtime.owns()::test)
            .orElse(true);
    return ours
        ? inner.get()
        : refuse(
            StatusCodes.MISDIRECTED_REQUEST,
            "the runtime that answers owns another state directory, of which this is a copy");
  }

  /** Answers before the shutdown begins: it closes this interface. */
  private Route shutdown() {
    return extractActorSystem(
        system -> {
          system
              .scheduler()
              .scheduleOnce(AFTER_THE_ANSWER, runtime.shutdown(), system.dispatcher());
          return complete(
              respond(StatusCodes.OK, new HealthView("ending", ProcessHandle.current().pid())));
        });
  }

  /**
   * @param client whose token the request has; it overrides the {@code source} of the body
   */
  private Route posts(WishRequest.Source client) {
    return concat(
        path(
            "wishes",
            () -> post(() -> withBody(WishRequest.class, wish -> want(wish.from(client))))),
        path(
            "preview",
            () ->
                post(
                    () ->
                        withBody(
                            PreviewRequest.class,
                            asked -> answer(() -> watchers.preview(asked.from(client)))))),
        path(
            "stop", () -> post(() -> withBody(StopRequest.class, stop -> stop(stop.from(client))))),
        path("kill-all", () -> post(() -> withBody(KillAllRequest.class, this::killAll))),
        path("shutdown", () -> post(this::shutdown)),
        path("pause", () -> post(() -> withBody(PauseScope.class, this::pause))),
        path(
            "resume",
            () -> post(() -> withBody(ResumeRequest.class, resume -> resume(resume.from(client))))),
        path(
            "duplicates",
            () -> post(() -> withBody(CancelDuplicatesRequest.class, this::duplicates))),
        path(
            "accept-ledger",
            () -> post(() -> withBody(AcceptLedgerRequest.class, this::acceptLedger))));
  }

  private Route gets() {
    return concat(
        path("status", () -> get(() -> answer(watchers::status))),
        path("prove", () -> get(() -> answer(watchers::prove))),
        path("history", () -> get(this::history)),
        path("health", () -> get(() -> complete(health()))));
  }

  private Route want(WishRequest request) {
    return onSuccess(watchers.want(request), answer -> complete(respond(statusOf(answer), answer)));
  }

  private Route stop(StopRequest request) {
    return answer(() -> watchers.stop(request));
  }

  private Route killAll(KillAllRequest request) {
    return answer(() -> watchers.killAll(request.cancelOrders()));
  }

  private Route pause(PauseScope scope) {
    return answer(() -> watchers.pause(scope));
  }

  private Route resume(ResumeRequest request) {
    return answer(() -> watchers.resume(request));
  }

  private Route duplicates(CancelDuplicatesRequest request) {
    return answer(() -> watchers.cancelDuplicates(request));
  }

  private Route acceptLedger(AcceptLedgerRequest request) {
    return answer(() -> watchers.acceptLedger(request));
  }

  private Route history() {
    return parameterMultiMap(
        query -> {
          Set<Symbol> symbols = read(query, "symbol", Symbol::parse);
          Set<Slot> slots = read(query, "slot", Slot::parse);
          Instant since =
              read(query, "since", ControlRoutes::instant).stream()
                  .findFirst()
                  .orElse(Instant.EPOCH);
          return answer(() -> watchers.history(symbols, slots, since));
        });
  }

  private Route metrics() {
    return extractActorSystem(
        system ->
            onSuccess(
                metrics.get(),
                samples ->
                    complete(
                        HttpResponse.create()
                            .withEntity(
                                HttpEntities.create(
                                    ContentTypes.parse(MetricsText.CONTENT_TYPE),
                                    MetricsText.of(samples, jvm(system).read()))))));
  }

  /** Created by the first scrape: a runtime without a scraper has no GC listener. */
  private synchronized JvmMetrics jvm(ActorSystem system) {
    if (jvm == null) {
      JvmMetrics created = new JvmMetrics();
      system.registerOnTermination(created::close);
      jvm = created;
    }
    return jvm;
  }

  private HttpResponse health() {
    return respond(StatusCodes.OK, new HealthView("up", ProcessHandle.current().pid()));
  }

  private static StatusCode statusOf(WishAnswer answer) {
    return switch (answer.outcome()) {
      case DENIED -> StatusCodes.CONFLICT;
      case UNRESOLVED -> StatusCodes.SERVICE_UNAVAILABLE;
      default -> StatusCodes.OK;
    };
  }

  private <T> Route withBody(Class<T> type, Function<T, Route> inner) {
    return entity(Unmarshaller.entityToString(), body -> inner.apply(json.read(body, type)));
  }

  private <T> Route answer(Supplier<CompletionStage<T>> call) {
    return extractRequest(
        request -> onSuccess(call.get(), value -> complete(respond(StatusCodes.OK, value))));
  }

  private static <T> Set<T> read(
      Map<String, List<String>> query, String name, Function<String, T> parse) {
    Collection<String> given = query.getOrDefault(name, List.of());
    return given.stream().map(parse).collect(Collectors.toUnmodifiableSet());
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException("since", text, "a time like 2013-11-25T10:00:00Z");
    }
  }

  private Route refuse(StatusCode status, String reason) {
    return complete(respond(status, new ErrorView(reason, null)));
  }

  private HttpResponse respond(StatusCode status, Object view) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.APPLICATION_JSON, json.write(view));
  }

  private RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handle(
            MethodRejection.class,
            rejection -> refuse(StatusCodes.METHOD_NOT_ALLOWED, "this path takes another method"))
        .handleNotFound(
            refuse(StatusCodes.NOT_FOUND, "no such path; all paths are under /v1, except /metrics"))
        .build()
        .withFallback(RejectionHandler.defaultHandler());
  }

  private ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder().matchAny(this::failed).build();
  }

  private Route failed(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof InvalidValueException invalid) {
      return complete(
          respond(StatusCodes.BAD_REQUEST, new ErrorView(invalid.getMessage(), invalid.field())));
    }
    if (cause instanceof UnavailableException) {
      return refuse(StatusCodes.SERVICE_UNAVAILABLE, cause.getMessage());
    }
    LOG.error("A request failed", cause);
    return refuse(StatusCodes.INTERNAL_SERVER_ERROR, "failed: " + cause.getMessage());
  }
}

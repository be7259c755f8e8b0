package dev.maxdiff.execution.gateway;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.GatewayContext;
import dev.maxdiff.execution.orders.OrderManagers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scala.concurrent.duration.FiniteDuration;

/**
 * The HTTP routes of Alpaca's REST API for the watchers. The token identifies the watcher; each
 * watcher reads and changes only its own account view.
 */
final class GatewayRoutes extends JsonRoutes {

  private static final String KEY_HEADER = "APCA-API-KEY-ID";
  private static final Duration SLACK = Duration.ofSeconds(5);
  private static final String BEARER = "Bearer ";

  private final GatewayContext context;
  private final AccountViews reads;
  private final OrderRoutes orders;
  private final WatcherUpdates updates;
  private final Consumer<StateReport> reports;

  GatewayRoutes(
      ActorSystem<?> system,
      GatewayContext context,
      OrderManagers orderManagers,
      WatcherUpdates updates,
      Consumer<StateReport> reports) {
    super(system, context.blocking());
    this.context = context;
    this.reads = new AccountViews(context);
    this.orders = new OrderRoutes(system, context, orderManagers, reads);
    this.updates = updates;
    this.reports = reports;
  }

  Route routes() {
    return extractRequest(
        request -> {
          Optional<HttpResponse> stream = updates.open(request);
          return stream.isPresent() ? complete(stream.get()) : requests(request);
        });
  }

  private Route requests(HttpRequest request) {
    return token(request)
        .flatMap(context.tokens()::find)
        .map(this::routes)
        .orElseGet(() -> complete(GatewayJson.refusal(unknownToken())));
  }

  private static OrderRefusal unknownToken() {
    return OrderRefusal.of(
        OrderRefusal.Kind.UNAUTHORIZED,
        "unknown_token",
        "unauthorized: the token in " + KEY_HEADER + " is missing, unknown or retired");
  }

  private static Optional<String> token(HttpRequest request) {
    Optional<String> key = request.getHeader(KEY_HEADER).map(header -> header.value());
    return key.or(
        () ->
            request
                .getHeader("Authorization")
                .map(header -> header.value())
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length())));
  }

  private Route routes(WatcherAuthority authority) {
    return concat(
        pathPrefix(PathMatchers.segment("maxdiff").slash("v1"), () -> beyondAlpaca(authority)),
        pathPrefix("v2", () -> concat(account(authority), orders.of(authority), market(authority))),
        path(
            PathMatchers.segment("v1beta3")
                .slash("crypto")
                .slash("us")
                .slash("latest")
                .slash("quotes"),
            () ->
                get(
                    () ->
                        parameter(
                            "symbols", symbols -> read(() -> reads.quotes(authority, symbols))))),
        complete(
            GatewayJson.refusal(
                OrderRefusal.of(OrderRefusal.Kind.NOT_FOUND, "not_found", "endpoint not found"))));
  }

  /** Routes beyond Alpaca's API; they save requests, and a watcher works without them. */
  private Route beyondAlpaca(WatcherAuthority authority) {
    return concat(
        path(
            "view",
            () -> get(() -> parameterMap(query -> read(() -> reads.view(authority, query))))),
        path("state", () -> put(() -> withBody(body -> report(authority, body)))),
        path("wake", () -> get(() -> parameterMap(query -> longPoll(authority, query)))));
  }

  private Route account(WatcherAuthority authority) {
    return concat(
        path("account", () -> get(() -> read(() -> reads.account(authority)))),
        path("positions", () -> get(() -> read(() -> reads.positions(authority)))),
        pathPrefix(
            "positions",
            () ->
                path(
                    PathMatchers.remaining(),
                    symbol -> get(() -> read(() -> reads.position(authority, symbol))))));
  }

  private Route market(WatcherAuthority authority) {
    return concat(
        path("clock", () -> get(() -> read(() -> reads.clock(authority)))),
        path(
            "calendar",
            () -> get(() -> parameterMultiMap(query -> read(() -> reads.calendar(query))))),
        path(
            PathMatchers.segment("stocks").slash("quotes").slash("latest"),
            () ->
                get(
                    () ->
                        parameter(
                            "symbols", symbols -> read(() -> reads.quotes(authority, symbols))))),
        pathPrefix(
            "assets",
            () ->
                path(
                    PathMatchers.remaining(),
                    symbol -> get(() -> read(() -> reads.asset(authority, symbol))))));
  }

  /**
   * Answers at the next change of the key or at the end of the wait; no thread is blocked
   * meanwhile.
   */
  private Route longPoll(WatcherAuthority authority, Map<String, String> query) {
    LongPoll request;
    try {
      request = LongPoll.of(query);
    } catch (InvalidValueException e) {
      return complete(GatewayJson.refusal(GatewayJson.invalid(e)));
    }
    CompletionStage<Long> change =
        context.changes().await(authority.slot().key(), request.after(), request.patience());
    return withRequestTimeout(
        FiniteDuration.create(request.patience().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS),
        () -> completeWithFuture(change.thenApply(GatewayJson::change)));
  }

  private Route report(WatcherAuthority authority, JsonNode body) {
    reports.accept(
        new StateReport(authority.slot(), authority.generation(), GatewayJson.fields(body)));
    return complete(GatewayJson.noContent());
  }

  /**
   * The query of a long poll: {@code ?after=7&wait=15000}.
   *
   * @param after number of the newest change that the watcher knows; 0 = none
   * @param patience longest wait, {@code wait} milliseconds, at most {@link #LONGEST}
   */
  private record LongPoll(long after, Duration patience) {

    /** Shorter than the time after which servers and clients close a silent connection. */
    static final Duration LONGEST = Duration.ofSeconds(50);

    static LongPoll of(Map<String, String> query) {
      return new LongPoll(
          number(query, "after", Long.MAX_VALUE),
          Duration.ofMillis(number(query, "wait", LONGEST.toMillis())));
    }

    private static long number(Map<String, String> query, String field, long most) {
      String text = query.getOrDefault(field, "0");
      if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
        throw new InvalidValueException(field, text, "a whole number from 0 to " + most);
      }
      return Long.parseLong(text);
    }
  }
}

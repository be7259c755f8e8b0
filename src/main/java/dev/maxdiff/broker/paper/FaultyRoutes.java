package dev.maxdiff.broker.paper;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.TimeoutAccess;
import akka.http.scaladsl.model.headers.CustomHeader;
import akka.pattern.Patterns;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Stands before the exchange's routes and lets the plan's faults strike; what strikes is in the
 * audit log as {@code fault}, and what the exchange did as {@code request}.
 */
final class FaultyRoutes {

  /** It cannot be written, so the server closes the connection that would carry it. */
  private static final HttpResponse NO_ANSWER =
      HttpResponse.create().addHeader(new UnwritableHeader());

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> routes;
  private final Faults faults;
  private final ExchangeShow show;

  /**
   * @param routes the exchange's own answers
   */
  FaultyRoutes(
      ActorSystem<?> system,
      Function<HttpRequest, CompletionStage<HttpResponse>> routes,
      Faults faults,
      ExchangeShow show) {
    this.system = system;
    this.routes = routes;
    this.faults = faults;
    this.show = show;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    return faults
        .ofRequest(request.method().value(), request.getUri().path())
        .map(fault -> meet(fault, request))
        .orElseGet(() -> routes.apply(request));
  }

  /** Whether it is the one that a server cannot write: there is no answer. */
  static boolean isNone(HttpResponse response) {
    return response == NO_ANSWER;
  }

  private CompletionStage<HttpResponse> meet(Fault fault, HttpRequest request) {
    if (fault instanceof Fault.Close) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(struck(fault, request, NO_ANSWER));
    } else if (fault instanceof Fault.Error error && !error.acted()) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(struck(fault, request, answer(error)));
    } else if (fault instanceof Fault.Delay delay) {
      patient(request, delay.by());
      return Patterns.after(delay.by(), system, () -> routes.apply(request))
          .thenApply(response -> struck(fault, request, response));
    } else if (fault instanceof Fault.AnswerLate late) {
      patient(request, late.by());
      return routes
          .apply(request)
          .thenApply(response -> struck(fault, request, response))
          .thenCompose(response -> later(late.by(), response));
    }
    return routes.apply(request).thenCompose(response -> spoilt(fault, request, response));
  }

  private CompletionStage<HttpResponse> later(Duration by, HttpResponse response) {
    return Patterns.after(by, system, () -> CompletableFuture.completedFuture(response));
  }

  private CompletionStage<HttpResponse> spoilt(
      Fault fault, HttpRequest request, HttpResponse response) {
    if (fault instanceof Fault.DropAnswer) {
      return CompletableFuture.completedFuture(struck(fault, request, NO_ANSWER));
    } else if (fault instanceof Fault.Error error) {
      return CompletableFuture.completedFuture(struck(fault, request, answer(error)));
    } else if (fault instanceof Fault.EmptyList) {
      return changed(fault, request, response, SpoiltBody::empty);
    } else if (fault instanceof Fault.HalfList) {
      return changed(fault, request, response, SpoiltBody::firstHalf);
    } else if (fault instanceof Fault.ClockOff clock) {
      return changed(fault, request, response, body -> SpoiltBody.clock(body, clock.by()));
    } else if (fault instanceof Fault.Malformed) {
      return changed(fault, request, response, FaultyRoutes::half);
    }
    return response
        .entity()
        .toStrict(PATIENCE.toMillis(), system)
        .thenApply(entity -> struck(fault, request, cut(response, entity)));
  }

  private CompletionStage<HttpResponse> changed(
      Fault fault,
      HttpRequest request,
      HttpResponse response,
      Function<ByteString, ByteString> change) {
    return response
        .entity()
        .toStrict(PATIENCE.toMillis(), system)
        .thenApply(
            entity -> {
              ByteString body =
                  response.status().isSuccess() ? change.apply(entity.getData()) : null;
              if (body == null || body.equals(entity.getData())) {
                return response;
              }
              return struck(
                  fault,
                  request,
                  response.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body)));
            });
  }

  private static ByteString half(ByteString body) {
    return body.take(body.size() / 2);
  }

  /** Fewer bytes than announced: whoever reads them meets the end of the connection. */
  private static HttpResponse cut(HttpResponse response, HttpEntity.Strict entity) {
    ByteString body = entity.getData();
    if (body.isEmpty()) {
      return NO_ANSWER;
    }
    Source<ByteString, ?> broken =
        Source.single(half(body)).concat(Source.failed(new PlannedFault("cut by the fault plan")));
    return response.withEntity(
        HttpEntities.create(ContentTypes.APPLICATION_JSON, body.size(), broken));
  }

  private static HttpResponse answer(Fault.Error error) {
    byte[] body = SpoiltBody.error(error.code(), error.message());
    HttpResponse response =
        HttpResponse.create()
            .withStatus(status(error.status()))
            .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    return error.retryAfter() == null
        ? response
        : response.addHeader(
            RawHeader.create("Retry-After", Long.toString(error.retryAfter().toSeconds())));
  }

  /** Proxies answer with numbers that no standard knows. */
  private static StatusCode status(int number) {
    return StatusCodes.lookup(number)
        .orElseGet(() -> StatusCodes.custom(number, "Fault", "by the fault plan", false, true));
  }

  /** The server's own time-out must not answer before the fault has had its time. */
  private static void patient(HttpRequest request, Duration by) {
    Duration all = by.plus(PATIENCE.multipliedBy(2));
    request
        .getHeader(TimeoutAccess.class)
        .ifPresent(
            access ->
                access
                    .timeoutAccess()
                    .updateTimeout(
                        scala.concurrent.duration.Duration.create(
                            all.toMillis(), TimeUnit.MILLISECONDS)));
  }

  /**
   * Akka's server answers 500 to whatever fails before an answer, and has no way to give none; an
   * answer that fails while it is written ends the connection before its first byte.
   */
  private static final class UnwritableHeader extends CustomHeader {
    @Override
    public String name() {
      return "no-answer";
    }

    @Override
    public String value() {
      throw new PlannedFault("no answer, by the fault plan");
    }

    @Override
    public boolean renderInRequests() {
      return false;
    }

    @Override
    public boolean renderInResponses() {
      return true;
    }
  }

  private HttpResponse struck(Fault fault, HttpRequest request, HttpResponse response) {
    Integer status = isNone(response) ? null : response.status().intValue();
    show.audit(
        AuditLines.requestFault(
            fault.name(),
            request.method().value(),
            request.getUri().path(),
            status,
            show.clock().instant()));
    return response;
  }
}

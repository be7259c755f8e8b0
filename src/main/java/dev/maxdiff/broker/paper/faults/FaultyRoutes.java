package dev.maxdiff.broker.paper.faults;

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
import dev.maxdiff.broker.paper.audit.AuditLines;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Applies the faults of the plan to requests before and after the exchange's routes. The audit log
 * has a {@code fault} line for each fault and a {@code request} line for each processed request.
 */
public final class FaultyRoutes {

  /** A response that cannot be written, so that the server closes the connection. */
  private static final HttpResponse NO_ANSWER =
      HttpResponse.create().addHeader(new UnwritableHeader());

  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);

  private final ActorSystem<?> system;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> routes;
  private final FaultInjector faults;
  private final ExchangeReadModel readModel;

  /**
   * @param routes handles a request without faults
   */
  public FaultyRoutes(
      ActorSystem<?> system,
      Function<HttpRequest, CompletionStage<HttpResponse>> routes,
      FaultInjector faults,
      ExchangeReadModel readModel) {
    this.system = system;
    this.routes = routes;
    this.faults = faults;
    this.readModel = readModel;
  }

  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    return faults
        .ofRequest(request.method().value(), request.getUri().path())
        .map(fault -> apply(fault, request))
        .orElseGet(() -> routes.apply(request));
  }

  /** Returns true for the response that stands for a closed connection. */
  public static boolean isNone(HttpResponse response) {
    return response == NO_ANSWER;
  }

  private CompletionStage<HttpResponse> apply(Fault fault, HttpRequest request) {
    if (fault instanceof Fault.Close) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(recorded(fault, request, NO_ANSWER));
    } else if (fault instanceof Fault.Error error && !error.processed()) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(recorded(fault, request, answer(error)));
    } else if (fault instanceof Fault.Delay delay) {
      extendTimeout(request, delay.by());
      return Patterns.after(delay.by(), system, () -> routes.apply(request))
          .thenApply(response -> recorded(fault, request, response));
    } else if (fault instanceof Fault.AnswerLate late) {
      extendTimeout(request, late.by());
      return routes
          .apply(request)
          .thenApply(response -> recorded(fault, request, response))
          .thenCompose(response -> later(late.by(), response));
    }
    return routes.apply(request).thenCompose(response -> corrupted(fault, request, response));
  }

  private CompletionStage<HttpResponse> later(Duration by, HttpResponse response) {
    return Patterns.after(by, system, () -> CompletableFuture.completedFuture(response));
  }

  private CompletionStage<HttpResponse> corrupted(
      Fault fault, HttpRequest request, HttpResponse response) {
    if (fault instanceof Fault.DropAnswer) {
      return CompletableFuture.completedFuture(recorded(fault, request, NO_ANSWER));
    } else if (fault instanceof Fault.Error error) {
      return CompletableFuture.completedFuture(recorded(fault, request, answer(error)));
    } else if (fault instanceof Fault.EmptyList) {
      return changed(fault, request, response, CorruptBody::empty);
    } else if (fault instanceof Fault.HalfList) {
      return changed(fault, request, response, CorruptBody::firstHalf);
    } else if (fault instanceof Fault.ClockOff clock) {
      return changed(fault, request, response, body -> CorruptBody.clock(body, clock.by()));
    } else if (fault instanceof Fault.Malformed) {
      return changed(fault, request, response, FaultyRoutes::half);
    }
    return response
        .entity()
        .toStrict(BODY_TIMEOUT.toMillis(), system)
        .thenApply(entity -> recorded(fault, request, cut(response, entity)));
  }

  private CompletionStage<HttpResponse> changed(
      Fault fault,
      HttpRequest request,
      HttpResponse response,
      Function<ByteString, ByteString> change) {
    return response
        .entity()
        .toStrict(BODY_TIMEOUT.toMillis(), system)
        .thenApply(
            entity -> {
              ByteString body =
                  response.status().isSuccess() ? change.apply(entity.getData()) : null;
              if (body == null || body.equals(entity.getData())) {
                return response;
              }
              return recorded(
                  fault,
                  request,
                  response.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body)));
            });
  }

  private static ByteString half(ByteString body) {
    return body.take(body.size() / 2);
  }

  /** A body shorter than its Content-Length: the connection is closed after half of it. */
  private static HttpResponse cut(HttpResponse response, HttpEntity.Strict entity) {
    ByteString body = entity.getData();
    if (body.isEmpty()) {
      return NO_ANSWER;
    }
    Source<ByteString, ?> broken =
        Source.single(half(body))
            .concat(Source.failed(new InjectedFaultException("cut by the fault plan")));
    return response.withEntity(
        HttpEntities.create(ContentTypes.APPLICATION_JSON, body.size(), broken));
  }

  private static HttpResponse answer(Fault.Error error) {
    byte[] body = CorruptBody.error(error.code(), error.message());
    HttpResponse response =
        HttpResponse.create()
            .withStatus(status(error.status()))
            .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
    return error.retryAfter() == null
        ? response
        : response.addHeader(
            RawHeader.create("Retry-After", Long.toString(error.retryAfter().toSeconds())));
  }

  /** Statuses outside the standard are possible, because proxies return them. */
  private static StatusCode status(int number) {
    return StatusCodes.lookup(number)
        .orElseGet(() -> StatusCodes.custom(number, "Fault", "by the fault plan", false, true));
  }

  /** Extends the server's timeout, so that it does not answer before the fault ends. */
  private static void extendTimeout(HttpRequest request, Duration by) {
    Duration all = by.plus(BODY_TIMEOUT.multipliedBy(2));
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
   * Fails while the response is written, so that the connection closes before the first byte.
   * Akka's server has no other way to send no response: a failure before the response becomes a
   * 500.
   */
  private static final class UnwritableHeader extends CustomHeader {
    @Override
    public String name() {
      return "no-answer";
    }

    @Override
    public String value() {
      throw new InjectedFaultException("no answer, by the fault plan");
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

  private HttpResponse recorded(Fault fault, HttpRequest request, HttpResponse response) {
    Integer status = isNone(response) ? null : response.status().intValue();
    readModel.audit(
        AuditLines.requestFault(
            fault.name(),
            request.method().value(),
            request.getUri().path(),
            status,
            readModel.clock().instant()));
    return response;
  }
}

package dev.maxdiff.broker.paper.rest;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.AsyncHttpTransport;
import dev.maxdiff.broker.alpaca.rest.RateLimitHeaders;
import dev.maxdiff.broker.paper.faults.FaultyRoutes;
import dev.maxdiff.broker.paper.faults.InjectedFaultException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * An in-process transport to the exchange's routes, with the faults of the plan and the lines of
 * the audit log, but without a socket, which would take most of the time of a request.
 *
 * <p>Thread-safe.
 */
public final class DirectTransport implements AsyncHttpTransport {

  private static final int TOO_MANY = 429;

  private final ActorSystem<?> system;
  private final FaultyRoutes routes;
  private final PaperKeys keys;
  private final Duration answerTimeout;
  private final RateBudget budget;
  private final Set<CompletableFuture<HttpResponse>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public DirectTransport(
      ActorSystem<?> system,
      FaultyRoutes routes,
      PaperKeys keys,
      Duration answerTimeout,
      RateBudget budget) {
    this.system = system;
    this.routes = routes;
    this.keys = keys;
    this.answerTimeout = answerTimeout;
    this.budget = budget;
  }

  @Override
  public Response send(String method, String pathAndQuery, String body) throws IOException {
    try {
      return sendAsync(method, pathAndQuery, body).toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the exchange");
    }
  }

  @Override
  public CompletionStage<Response> sendAsync(String method, String pathAndQuery, String body) {
    if (closed) {
      return CompletableFuture.failedStage(new ConnectException("the exchange has ended"));
    }
    budget.spend();
    return inTime(answer(method, pathAndQuery, body)).thenApply(this::response);
  }

  private Response response(HttpResponse response) {
    if (response.status().intValue() == TOO_MANY) {
      budget.rateLimited(RateLimitHeaders.pause(headers(response), Instant.now()));
    }
    String text = ((HttpEntity.Strict) response.entity()).getData().utf8String();
    return new Response(response.status().intValue(), text);
  }

  private HttpRequest request(String method, String pathAndQuery, String body) {
    HttpRequest request =
        HttpRequest.create(pathAndQuery)
            .withMethod(HttpMethods.lookup(method).orElseThrow())
            .addHeader(RawHeader.create(PaperRoutes.KEY_HEADER, keys.id()))
            .addHeader(RawHeader.create(PaperRoutes.SECRET_HEADER, keys.secret()));
    return body == null ? request : request.withEntity(ContentTypes.APPLICATION_JSON, body);
  }

  /**
   * The response of the routes. An exception while the request is built or routed becomes a failed
   * stage, as it becomes a failed request in a server.
   */
  private CompletionStage<HttpResponse> answer(String method, String pathAndQuery, String body) {
    return CompletableFuture.completedFuture(pathAndQuery)
        .thenApply(target -> request(method, target, body))
        .thenCompose(routes::handle)
        .thenCompose(this::whole);
  }

  /** The complete response; fails where a server would close the connection. */
  private CompletionStage<HttpResponse> whole(HttpResponse response) {
    if (FaultyRoutes.isNone(response)) {
      return CompletableFuture.failedFuture(
          new InjectedFaultException("left out by the fault plan"));
    } else if (response.entity() instanceof HttpEntity.Strict) {
      return CompletableFuture.completedFuture(response);
    }
    return response
        .entity()
        .toStrict(answerTimeout.toMillis(), system)
        .thenApply(response::withEntity);
  }

  private static HttpHeaders headers(HttpResponse response) {
    Map<String, List<String>> headers = new HashMap<>();
    response.getHeaders().forEach(header -> headers.put(header.name(), List.of(header.value())));
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  private CompletionStage<HttpResponse> inTime(CompletionStage<HttpResponse> answer) {
    CompletableFuture<HttpResponse> call = answer.toCompletableFuture();
    inFlight.add(call);
    if (closed) {
      fail(call);
    }
    return call.copy()
        .orTimeout(answerTimeout.toMillis(), MILLISECONDS)
        .whenComplete((response, failure) -> inFlight.remove(call))
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(noAnswer(failure)));
  }

  private IOException noAnswer(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof TimeoutException
        ? new SocketTimeoutException("no answer from the exchange within " + answerTimeout)
        : new IOException("no answer from the exchange: " + cause.getMessage(), cause);
  }

  /** Fails the calls in progress too, because the exchange may no longer respond. */
  @Override
  public void close() {
    closed = true;
    inFlight.forEach(DirectTransport::fail);
  }

  private static void fail(CompletableFuture<HttpResponse> call) {
    call.completeExceptionally(new IOException("it has ended"));
  }
}

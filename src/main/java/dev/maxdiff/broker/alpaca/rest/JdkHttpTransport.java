package dev.maxdiff.broker.alpaca.rest;

import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.ServerAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The runtime's transport: the JDK's HTTP client with HTTP/1.1 and persistent connections.
 *
 * <p>Thread-safe. The client does not follow redirects, so that the keys reach the configured
 * server only.
 */
public final class JdkHttpTransport implements AsyncHttpTransport {

  private static final int TOO_MANY = 429;

  private final HttpClient client;
  private final String base;
  private final ApiKeys keys;
  private final Duration answerTimeout;
  private final RateBudget budget;

  /**
   * @param client from {@link #client}; one client serves all servers
   * @param base scheme, host and port, and an optional path prefix
   * @param answerTimeout longest time from sending to the last byte of the response
   * @param budget counts every request and every 429
   */
  public JdkHttpTransport(
      HttpClient client, URI base, ApiKeys keys, Duration answerTimeout, RateBudget budget) {
    this.client = client;
    this.base = ServerAddress.of(base).text();
    this.keys = keys;
    this.answerTimeout = answerTimeout;
    this.budget = budget;
  }

  /** Makes a client for this transport; its selector thread lives until garbage collection. */
  public static HttpClient client(Duration connectTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .build();
  }

  @Override
  public Response send(String method, String pathAndQuery, String body) throws IOException {
    budget.spend();
    CompletableFuture<HttpResponse<String>> exchange = exchange(method, pathAndQuery, body);
    try {
      return response(exchange.get());
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + base);
    }
  }

  @Override
  public CompletionStage<Response> sendAsync(String method, String pathAndQuery, String body) {
    budget.spend();
    return exchange(method, pathAndQuery, body)
        .thenApply(this::response)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedStage(
                    failure(
                        failure instanceof CompletionException ? failure.getCause() : failure)));
  }

  /**
   * Sends a request. The client's own time-out ends with the headers of the response, so a
   * connection that is lost inside the body would be waited for without end: this one covers the
   * body too.
   */
  private CompletableFuture<HttpResponse<String>> exchange(
      String method, String pathAndQuery, String body) {
    CompletableFuture<HttpResponse<String>> sent =
        client.sendAsync(request(method, pathAndQuery, body), BodyHandlers.ofString());
    CompletableFuture<HttpResponse<String>> bounded =
        sent.copy().orTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
    bounded.whenComplete((response, failure) -> sent.cancel(true)); // no effect on a whole answer
    return bounded;
  }

  private Response response(HttpResponse<String> response) {
    if (response.statusCode() == TOO_MANY) {
      budget.rateLimited(RateLimitHeaders.pause(response.headers(), Instant.now()));
    }
    return new Response(response.statusCode(), response.body());
  }

  private IOException failure(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException connecting) {
      return neverSent(connecting);
    }
    if (cause instanceof TimeoutException) {
      return new HttpTimeoutException("no whole answer from " + base + " in time");
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }

  private ConnectException neverSent(HttpConnectTimeoutException e) {
    ConnectException neverSent = new ConnectException("no connection to " + base + " in time");
    neverSent.initCause(e);
    return neverSent;
  }

  private HttpRequest request(String method, String pathAndQuery, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + pathAndQuery)).timeout(answerTimeout);
    keys.headers().forEach(request::header);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body))
        .build();
  }
}

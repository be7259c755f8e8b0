package dev.maxdiff.broker.alpaca;

import dev.maxdiff.broker.RateBudget;
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
import java.time.Duration;
import java.time.Instant;

/**
 * The runtime's transport: the JDK's HTTP client, HTTP/1.1, connections kept and reused.
 *
 * <p>Any number of threads may call it at once. Redirects are not followed: keys go to the server
 * that was configured and nowhere else.
 */
public final class JdkHttpTransport implements HttpTransport {

  private static final int TOO_MANY = 429;

  private final HttpClient client;
  private final String base;
  private final ApiKeys keys;
  private final Duration answerTimeout;
  private final RateBudget budget;

  /**
   * @param client from {@link #client}; one for all servers
   * @param base scheme, host and port, perhaps a path before Alpaca's own
   * @param answerTimeout from sending to the last byte of the answer
   * @param budget told of every request, and of every refusal for too many
   */
  public JdkHttpTransport(
      HttpClient client, URI base, ApiKeys keys, Duration answerTimeout, RateBudget budget) {
    this.client = client;
    this.base = ServerAddress.of(base).text();
    this.keys = keys;
    this.answerTimeout = answerTimeout;
    this.budget = budget;
  }

  /** A client as this transport needs it; it owns a selector thread until it is collected. */
  public static HttpClient client(Duration connectTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .build();
  }

  @Override
  public Answer send(String method, String pathAndQuery, String body) throws IOException {
    budget.spend();
    try {
      HttpResponse<String> response =
          client.send(request(method, pathAndQuery, body), BodyHandlers.ofString());
      if (response.statusCode() == TOO_MANY) {
        budget.refused(RateHeaders.pause(response.headers(), Instant.now()));
      }
      return new Answer(response.statusCode(), response.body());
    } catch (HttpConnectTimeoutException e) {
      ConnectException neverSent = new ConnectException("no connection to " + base + " in time");
      neverSent.initCause(e);
      throw neverSent;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + base);
    }
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

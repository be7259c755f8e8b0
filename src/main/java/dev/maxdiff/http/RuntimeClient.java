package dev.maxdiff.http;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls a running runtime over HTTP.
 *
 * <p>It is made for short commands: a call blocks the calling thread and returns a completed stage.
 * It uses {@link HttpURLConnection}, because {@code java.net.http} takes most of a second to start.
 * No call is repeated. A stage fails with {@link NoRuntimeException} if no runtime answers, with
 * {@link RuntimeHungException} after a timeout, and else with the exception of the runtime's
 * service.
 */
public final class RuntimeClient implements WatcherService {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** Timeout of the health check before kill-all; a responsive runtime answers at once. */
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);

  private static final int MISDIRECTED = 421;

  private record Response(int status, String body) {}

  private final URI address;
  private final AccessTokens tokens;
  private final Path directory;
  private final Duration answerTimeout;

  /**
   * @param address for example {@code http://127.0.0.1:8642}
   * @param tokens an operator's request has the operator's, any other the loop's
   * @param directory state directory of the venue; a runtime that owns another one refuses. null =
   *     whatever the runtime owns
   * @param answerTimeout maximum time until the response of one call
   */
  public RuntimeClient(URI address, AccessTokens tokens, Path directory, Duration answerTimeout) {
    this.directory = directory;
    this.address = requireNonNull(address, "address");
    this.tokens = requireNonNull(tokens, "tokens");
    this.answerTimeout = requireNonNull(answerTimeout, "answer timeout");
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    String body = RequestWriter.wish(request);
    return asStage(() -> wishAnswer(send(request.source(), "/v1/wishes", body)));
  }

  @Override
  public CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    String body = RequestWriter.preview(requests);
    return asStage(() -> readAll(send("POST", "/v1/preview", body), ViewDecoder::preview));
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    String body = RequestWriter.stop(request);
    return asStage(
        () -> readAll(send(request.source(), "/v1/stop", body), ViewDecoder::stopAnswer));
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    String body = RequestWriter.killAll(cancelOrders);
    return asStage(
        () -> {
          // fails within seconds if the runtime hangs, instead of after the answer timeout
          refuseUnlessOk(send("GET", "/v1/health", null, HEALTH_TIMEOUT));
          return readAll(send("POST", "/v1/kill-all", body), ViewDecoder::stopAnswer);
        });
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return action("/v1/pause", RequestWriter.scope(scope));
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    String body = RequestWriter.resume(request);
    return asStage(
        () -> readAll(send(request.source(), "/v1/resume", body), ViewDecoder::actionLine));
  }

  @Override
  public CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    return action("/v1/accept-ledger", RequestWriter.acceptLedger(request));
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return action("/v1/duplicates", RequestWriter.cancelDuplicates(request));
  }

  private CompletionStage<List<ActionLine>> action(String path, String body) {
    return asStage(() -> readAll(send("POST", path, body), ViewDecoder::actionLine));
  }

  @Override
  public CompletionStage<StatusView> status() {
    return asStage(() -> read(send("GET", "/v1/status", null), ViewDecoder::status));
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return asStage(() -> readAll(send("GET", "/v1/prove", null), ViewDecoder::consistency));
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    String query =
        Stream.of(
                symbols.stream().map(symbol -> "symbol=" + encoded(symbol)),
                slots.stream().map(slot -> "slot=" + encoded(slot)),
                Stream.of("since=" + encoded(since)))
            .flatMap(Function.identity())
            .collect(Collectors.joining("&"));
    return asStage(() -> readAll(send("GET", "/v1/history?" + query, null), ViewDecoder::event));
  }

  /** Begins the shutdown of the runtime; completes before it has ended. */
  public CompletionStage<HealthView> shutdown() {
    return asStage(() -> read(send("POST", "/v1/shutdown", ""), ViewDecoder::health));
  }

  /** Checks the runtime and returns its process id. */
  public CompletionStage<HealthView> health() {
    return asStage(() -> read(send("GET", "/v1/health", null), ViewDecoder::health));
  }

  /**
   * @throws UnsupportedOperationException always; a client polls {@link #history} instead
   */
  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    throw new UnsupportedOperationException("a client cannot subscribe; it polls the history");
  }

  /** A blocking call. */
  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> CompletionStage<T> asStage(Call<T> call) {
    try {
      return CompletableFuture.completedFuture(call.run());
    } catch (ConnectException e) {
      return failed(new NoRuntimeException("no runtime answers at " + address));
    } catch (SocketTimeoutException e) {
      return failed(
          new RuntimeHungException("the runtime at " + address + " gave no answer in time", e));
    } catch (IOException e) {
      return failed(
          new IllegalStateException(
              "the runtime at "
                  + address
                  + " closed the connection; the result of the request is unknown: "
                  + e.getMessage(),
              e));
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private static <T> CompletionStage<T> failed(RuntimeException cause) {
    return CompletableFuture.failedFuture(cause);
  }

  private static WishAnswer wishAnswer(Response response) {
    boolean carriesAnswer =
        (response.status == HttpURLConnection.HTTP_CONFLICT
                || response.status == HttpURLConnection.HTTP_UNAVAILABLE)
            && response.body.contains("\"outcome\"");
    return carriesAnswer
        ? ViewDecoder.wishAnswer(JsonObject.read(response.body))
        : read(response, ViewDecoder::wishAnswer);
  }

  private static <T> T read(Response response, Function<JsonObject, T> view) {
    refuseUnlessOk(response);
    return view.apply(JsonObject.read(response.body));
  }

  private static <T> List<T> readAll(Response response, Function<JsonObject, T> element) {
    refuseUnlessOk(response);
    return JsonObject.readAll(response.body, element);
  }

  private static void refuseUnlessOk(Response response) {
    if (response.status == HttpURLConnection.HTTP_OK) {
      return;
    }
    if (response.status == HttpURLConnection.HTTP_UNAVAILABLE && !response.body.startsWith("{")) {
      throw new RuntimeHungException("the runtime gave no answer in time", null);
    }
    ErrorView error = error(response);
    throw switch (response.status) {
      case HttpURLConnection.HTTP_BAD_REQUEST ->
          InvalidValueException.withMessage(error.field(), error.error());
      case MISDIRECTED -> new NoRuntimeException("no runtime is running: " + error.error());
      case HttpURLConnection.HTTP_UNAVAILABLE -> new UnavailableException(error.error());
      default -> new IllegalStateException(error.error());
    };
  }

  private static ErrorView error(Response response) {
    try {
      return ViewDecoder.error(JsonObject.read(response.body));
    } catch (InvalidValueException e) {
      return new ErrorView("the runtime answered HTTP " + response.status, null);
    }
  }

  private Response send(WishRequest.Source source, String path, String body) throws IOException {
    boolean operator = source == WishRequest.Source.OPERATOR;
    return send("POST", path, body, answerTimeout, operator ? tokens.operator() : tokens.loop());
  }

  private Response send(String method, String path, String body) throws IOException {
    return send(method, path, body, answerTimeout);
  }

  private Response send(String method, String path, String body, Duration timeout)
      throws IOException {
    return send(method, path, body, timeout, tokens.loop());
  }

  private Response send(String method, String path, String body, Duration timeout, String token)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    if (directory != null) {
      connection.setRequestProperty(
          ControlRoutes.DIRECTORY_HEADER, encoded(directory.toAbsolutePath()));
    }
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(bytes.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(bytes);
      }
    }
    int status = connection.getResponseCode();
    boolean ok = status < HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream in = ok ? connection.getInputStream() : connection.getErrorStream()) {
      return new Response(
          status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String encoded(Object value) {
    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }
}

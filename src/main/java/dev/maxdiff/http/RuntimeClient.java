package dev.maxdiff.http;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
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
 * A running runtime as its commands see it.
 *
 * <p>For short-lived programs: calls block the calling thread and return completed stages, over
 * {@link HttpURLConnection}, because {@code java.net.http} alone costs most of a second to start.
 * Nothing that changes something is ever sent twice. A stage fails with {@link NoRuntimeException},
 * {@link RuntimeHungException}, or what the runtime's own service would have failed with.
 */
public final class RuntimeClient implements WatcherService {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);

  /** A runtime that lives answers this at once; so long it takes to learn that it hangs. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  private record Reply(int status, String body) {}

  private final URI address;
  private final String token;
  private final Duration patience;

  /**
   * @param address for example {@code http://127.0.0.1:8642}
   * @param patience how long an answer may take
   */
  public RuntimeClient(URI address, String token, Duration patience) {
    this.address = requireNonNull(address, "address");
    this.token = requireNonNull(token, "token");
    this.patience = requireNonNull(patience, "patience");
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    return staged(
        () -> wishAnswer(send("POST", "/v1/wishes", RecordJson.write(request), patience)));
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    String body = RecordJson.write(request);
    return staged(() -> readAll(send("POST", "/v1/stop", body, patience), StopAnswer.class));
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    String body = RecordJson.write(new KillAllRequest(cancelOrders));
    return staged(
        () -> {
          // whoever stops everything must not wait a minute to learn that nobody listens
          refuseUnlessOk(send("GET", "/v1/health", null, SIGN_OF_LIFE));
          return readAll(send("POST", "/v1/kill-all", body, patience), StopAnswer.class);
        });
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return action("/v1/pause", RecordJson.write(scope));
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(PauseScope scope) {
    return action("/v1/resume", RecordJson.write(scope));
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return action("/v1/duplicates", RecordJson.write(request));
  }

  private CompletionStage<List<ActionLine>> action(String path, String body) {
    return staged(() -> readAll(send("POST", path, body, patience), ActionLine.class));
  }

  @Override
  public CompletionStage<StatusView> status() {
    return staged(() -> read(send("GET", "/v1/status", null, patience), StatusView.class));
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return staged(() -> readAll(send("GET", "/v1/prove", null, patience), ConsistencyView.class));
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
    return staged(
        () -> readAll(send("GET", "/v1/history?" + query, null, patience), RuntimeEvent.class));
  }

  /** Whether the runtime answers, and as which process. */
  public CompletionStage<HealthView> health() {
    return staged(() -> read(send("GET", "/v1/health", null, patience), HealthView.class));
  }

  /** Not offered from another process: ask {@link #history} again instead. */
  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    throw new UnsupportedOperationException("a command cannot subscribe; it asks for the history");
  }

  /** A call that blocks. */
  private interface Call<T> {
    T answer() throws IOException;
  }

  private <T> CompletionStage<T> staged(Call<T> call) {
    try {
      return CompletableFuture.completedFuture(call.answer());
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
                  + " broke off; it is not known whether it was done: "
                  + e.getMessage(),
              e));
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private static <T> CompletionStage<T> failed(RuntimeException cause) {
    return CompletableFuture.failedFuture(cause);
  }

  private static WishAnswer wishAnswer(Reply reply) {
    boolean carriesAnswer =
        (reply.status == HttpURLConnection.HTTP_CONFLICT
                || reply.status == HttpURLConnection.HTTP_UNAVAILABLE)
            && reply.body.contains("\"outcome\"");
    return carriesAnswer
        ? RecordJson.read(reply.body, WishAnswer.class)
        : read(reply, WishAnswer.class);
  }

  private static <T> T read(Reply reply, Class<T> view) {
    refuseUnlessOk(reply);
    return RecordJson.read(reply.body, view);
  }

  private static <T> List<T> readAll(Reply reply, Class<T> element) {
    refuseUnlessOk(reply);
    return RecordJson.readAll(reply.body, element);
  }

  private static void refuseUnlessOk(Reply reply) {
    if (reply.status == HttpURLConnection.HTTP_OK) {
      return;
    }
    if (reply.status == HttpURLConnection.HTTP_UNAVAILABLE && !reply.body.startsWith("{")) {
      throw new RuntimeHungException("the runtime did not come to an answer in time", null);
    }
    ErrorView error = error(reply);
    throw switch (reply.status) {
      case HttpURLConnection.HTTP_BAD_REQUEST ->
          InvalidValueException.withMessage(error.field(), error.error());
      case HttpURLConnection.HTTP_UNAVAILABLE -> new UnavailableException(error.error());
      default -> new IllegalStateException(error.error());
    };
  }

  private static ErrorView error(Reply reply) {
    try {
      return RecordJson.read(reply.body, ErrorView.class);
    } catch (InvalidValueException e) {
      return new ErrorView("the runtime answered HTTP " + reply.status, null);
    }
  }

  private Reply send(String method, String path, String body, Duration within) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) address.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) CONNECT_PATIENCE.toMillis());
    connection.setReadTimeout((int) within.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Authorization", "Bearer " + token);
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
      return new Reply(
          status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String encoded(Object value) {
    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }
}

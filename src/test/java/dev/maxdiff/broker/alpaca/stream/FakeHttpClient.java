package dev.maxdiff.broker.alpaca.stream;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An HTTP client whose websockets the test controls. */
final class FakeHttpClient extends HttpClient {

  final List<Call> calls = new ArrayList<>();

  /** The last attempt to connect. */
  Call call() {
    return calls.get(calls.size() - 1);
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return new Builder();
  }

  /** One attempt to connect, and its connection. */
  static final class Call implements WebSocket {
    final URI uri;
    final List<String> sent = new ArrayList<>();
    int pings;
    boolean aborted;
    boolean closed;
    boolean slow;
    CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(this);
    private final Listener listener;
    private final CompletableFuture<WebSocket> answer = new CompletableFuture<>();

    Call(URI uri, Listener listener) {
      this.uri = uri;
      this.listener = listener;
    }

    void accept() {
      listener.onOpen(this);
      answer.complete(this);
    }

    void refuse(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    void text(String part, boolean last) {
      listener.onText(this, part, last);
    }

    void text(String json) {
      text(json.replace('\'', '"'), true);
    }

    void binary(byte[] part, boolean last) {
      listener.onBinary(this, ByteBuffer.wrap(part), last);
    }

    void binary(String json) {
      binary(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), true);
    }

    void pong() {
      listener.onPong(this, ByteBuffer.allocate(0));
    }

    void hangUp(String reason) {
      listener.onClose(this, 1011, reason);
    }

    void fail(Throwable failure) {
      listener.onError(this, failure);
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
      if (!sending.isDone()) {
        return CompletableFuture.failedFuture(new IllegalStateException("Send pending"));
      }
      sent.add(data.toString());
      sending = slow ? new CompletableFuture<>() : CompletableFuture.completedFuture(this);
      return sending;
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
      pings++;
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
      closed = true;
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public void request(long n) {
      // the test sends when it wants to
    }

    @Override
    public String getSubprotocol() {
      return "";
    }

    @Override
    public boolean isOutputClosed() {
      return closed;
    }

    @Override
    public boolean isInputClosed() {
      return aborted;
    }

    @Override
    public void abort() {
      aborted = true;
    }
  }

  private final class Builder implements WebSocket.Builder {
    @Override
    public WebSocket.Builder header(String name, String value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
      Call call = new Call(uri, listener);
      calls.add(call);
      return call.answer;
    }
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    throw new IOException("websockets only");
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    throw new UnsupportedOperationException();
  }
}

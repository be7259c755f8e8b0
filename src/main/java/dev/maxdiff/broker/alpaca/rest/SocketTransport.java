package dev.maxdiff.broker.alpaca.rest;

import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.ServerAddress;
import dev.maxdiff.domain.InvalidValueException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A watcher's transport: HTTP/1.1 over one persistent socket.
 *
 * <p>A watcher calls one server on the same machine, a few times a minute. The JDK's HTTP clients
 * do not fit: {@code java.net.http} takes longer to start than a watcher may take to its first
 * poll, and {@code HttpURLConnection} does not support PATCH. The transport speaks plain HTTP and
 * is not thread-safe.
 */
public final class SocketTransport implements HttpTransport {

  private final ServerAddress server;
  private final String fixedHeaders;
  private final int connectMillis;
  private final int answerMillis;
  private Socket socket;
  private InputStream input;

  /**
   * @param connectTimeout longest time to connect
   * @param answerTimeout longest gap between two bytes of a response
   * @throws InvalidValueException when {@code base} is not an http address
   */
  public SocketTransport(URI base, ApiKeys keys, Duration connectTimeout, Duration answerTimeout) {
    this.server = ServerAddress.of(base);
    if (!server.scheme().equals("http")) {
      throw new InvalidValueException(
          "APCA_API_BASE_URL", base, "an http address: a watcher talks to its own machine");
    }
    this.fixedHeaders = headers(server, keys.headers());
    this.connectMillis = Math.toIntExact(connectTimeout.toMillis());
    this.answerMillis = Math.toIntExact(answerTimeout.toMillis());
  }

  @Override
  public Response send(String method, String pathAndQuery, String body) throws IOException {
    boolean repeatable = method.equals("GET");
    // The server may have closed the persistent connection. A GET is repeated on a new connection;
    // every other method uses a new connection from the start, because it must not be repeated.
    boolean kept = socket != null && repeatable;
    if (!kept) {
      connect();
    }
    try {
      return exchange(method, pathAndQuery, body);
    } catch (SocketTimeoutException e) {
      close();
      throw e;
    } catch (IOException e) {
      close();
      if (!kept) {
        throw e;
      }
    }
    connect();
    try {
      return exchange(method, pathAndQuery, body);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // no request is in flight
      }
      socket = null;
    }
  }

  private void connect() throws ConnectException {
    close();
    Socket fresh = new Socket();
    try {
      fresh.setTcpNoDelay(true);
      fresh.connect(new InetSocketAddress(server.host(), server.port()), connectMillis);
      fresh.setSoTimeout(answerMillis);
      input = new BufferedInputStream(fresh.getInputStream(), 4096);
      socket = fresh;
    } catch (IOException e) {
      socket = fresh;
      close();
      ConnectException neverSent = new ConnectException(e.getMessage());
      neverSent.initCause(e);
      throw neverSent;
    }
  }

  private Response exchange(String method, String pathAndQuery, String body) throws IOException {
    byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(300);
    head.append(method).append(' ').append(server.path()).append(pathAndQuery);
    head.append(" HTTP/1.1\r\n").append(fixedHeaders);
    if (body != null || !method.equals("GET")) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    if (body != null) {
      head.append("Content-Type: application/json\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[start.length + content.length];
    System.arraycopy(start, 0, message, 0, start.length);
    System.arraycopy(content, 0, message, start.length, content.length);
    socket.getOutputStream().write(message);
    HttpResponseReader reader = new HttpResponseReader(input);
    Response answer = reader.read();
    if (!reader.isReusable()) {
      close();
    }
    return answer;
  }

  private static String headers(ServerAddress server, Map<String, String> keys) {
    StringBuilder headers = new StringBuilder();
    headers.append("Host: ").append(server.host()).append(':').append(server.port()).append("\r\n");
    headers.append("Accept: application/json\r\n");
    keys.forEach((name, value) -> headers.append(name).append(": ").append(value).append("\r\n"));
    return headers.toString();
  }
}

package dev.maxdiff.program;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An HTTP proxy to a loopback server that injects faults: a plan chooses the fault of each request.
 * Each client connection has a thread and its own connection to the server.
 */
public final class FaultyProxy implements AutoCloseable {

  /** The input of a plan; the path includes the query. */
  public record Request(String method, String path) {}

  /** Changes the body of a successful answer; called on many threads at once. */
  @FunctionalInterface
  public interface BodyRewrite {
    String apply(Request request, String body);
  }

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "faulty-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final int port;
  private volatile ServerSocket listener;
  private volatile URI upstream;
  private volatile Function<Request, ProxyFault> plan = request -> ProxyFault.none();
  private volatile BodyRewrite rewrite = (request, body) -> body;

  private FaultyProxy(URI upstream) {
    this.upstream = upstream;
    listen(0);
    this.port = listener.getLocalPort();
  }

  public static FaultyProxy to(URI upstream) {
    return new FaultyProxy(upstream);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Forwards to another server from now on. */
  public void upstream(URI other) {
    upstream = other;
  }

  /** Chooses the fault of every request from now on; called on many threads at once. */
  public void injectFaults(Function<Request, ProxyFault> newPlan) {
    plan = newPlan;
  }

  /** Changes the bodies of all successful answers from now on, beside the faults. */
  public void rewriteBodies(BodyRewrite newRewrite) {
    rewrite = newRewrite;
  }

  public void clearFaults() {
    injectFaults(request -> ProxyFault.none());
  }

  /**
   * While true, new connections are refused and open connections are closed; the server may still
   * execute a request that is under way.
   */
  public synchronized void unreachable(boolean refuse) {
    if (refuse) {
      close(listener);
      connections.forEach(FaultyProxy::close);
    } else if (listener.isClosed() && closed.getCount() > 0) {
      listen(port);
    }
  }

  /** The number of requests with a fault of this kind. */
  public int count(Class<? extends ProxyFault> kind) {
    return done.getOrDefault(kind.getSimpleName(), 0);
  }

  /** The number of requests by kind of fault. */
  @Override
  public String toString() {
    return new TreeMap<>(done).toString();
  }

  @Override
  public void close() {
    closed.countDown();
    unreachable(true);
    threads.shutdownNow();
  }

  private void listen(int wanted) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 200);
      listener = socket;
      threads.execute(() -> accept(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        connections.add(client);
        threads.execute(() -> serve(client, socket));
      } catch (IOException e) {
        // closed, or the client was gone before it was served
      }
    }
  }

  private void serve(Socket client, ServerSocket acceptedBy) {
    try (client;
        Link link = new Link()) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      boolean goesOn = !acceptedBy.isClosed(); // accepted while the connections were being closed
      while (goesOn) {
        HttpMessage request = HttpMessage.request(in);
        goesOn = request != null && answer(request, link, client) && !request.closes();
      }
    } catch (IOException e) {
      // either side failed: the client's connection is closed
    } finally {
      connections.remove(client);
    }
  }

  /** Returns false if the connection must be closed. */
  private boolean answer(HttpMessage request, Link link, Socket client) throws IOException {
    Request read = new Request(request.method(), request.path());
    ProxyFault fault = plan.apply(read);
    done.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
    if (fault instanceof ProxyFault.Refuse) {
      return false;
    }
    if (fault instanceof ProxyFault.Status own) {
      return send(HttpMessage.answer(own.status(), own.body(), own.headers()), client);
    }
    if (fault instanceof ProxyFault.Delay delay) {
      pause(delay.by());
    }
    HttpMessage forwarded = link.forward(request);
    HttpMessage answer =
        forwarded.isSuccess() ? forwarded.with(body -> rewrite.apply(read, body)) : forwarded;
    if (fault instanceof ProxyFault.Hold hold) {
      pause(hold.by());
    }
    if (fault instanceof ProxyFault.Truncate) {
      answer.writeTo(client.getOutputStream(), answer.body().length / 2);
      return false;
    }
    return !(fault instanceof ProxyFault.Drop) && send(answer, client);
  }

  private static boolean send(HttpMessage answer, Socket client) throws IOException {
    answer.writeTo(client.getOutputStream(), answer.body().length);
    return !answer.closes();
  }

  private void pause(Duration time) throws IOException {
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the proxy was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection to the server, opened on demand and replaced after 5 s without a request. */
  private final class Link implements AutoCloseable {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Socket socket;
    private InputStream in;
    private URI server;
    private long used;

    HttpMessage forward(HttpMessage request) throws IOException {
      connect();
      request.writeTo(socket.getOutputStream(), request.body().length);
      HttpMessage answer = HttpMessage.answer(in, request.method());
      used = System.nanoTime();
      if (answer.closes() || request.closes()) {
        close();
      }
      return answer;
    }

    private void connect() throws IOException {
      URI now = upstream;
      if (socket != null && now.equals(server) && System.nanoTime() - used < FRESH_NANOS) {
        return;
      }
      close();
      socket = new Socket(now.getHost(), now.getPort());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      server = now;
    }

    @Override
    public void close() throws IOException {
      if (socket != null) {
        socket.close();
        socket = null;
      }
    }
  }
}

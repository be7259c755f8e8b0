package dev.maxdiff.broker.alpaca.stream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.wire.ServerAddress;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Client of Alpaca's {@code trade_updates} stream, which replaces polling for changed orders.
 *
 * <p>An update is a hint; the REST interface is the authority. After a gap the client calls {@link
 * Listener#resyncRequired}. It reconnects without end. Thread-safe. Log lines and exceptions never
 * contain the keys.
 *
 * <p>The class exceeds 300 lines because connection, authentication and keep-alive share one
 * guarded state.
 */
public final class TradeStream implements AutoCloseable {

  /** Minimum time between two warnings about unreadable messages. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final int OFTEN = 30;

  /**
   * An order changed.
   *
   * @param event Alpaca's event name: {@code new}, {@code fill}, {@code partial_fill}, {@code
   *     canceled}…
   * @param data the message's data as the broker sent them
   */
  public record Update(Symbol symbol, String clientOrderId, String event, JsonNode data) {}

  /**
   * Receives updates and warnings. Each connection makes one call at a time, on a thread of the
   * HTTP client or of the timer; an implementation must not block.
   */
  public interface Listener {

    void updated(Update update);

    /** Updates may be lost: the stream has reconnected, or a message was unreadable. */
    void resyncRequired();

    /**
     * A warning for an operator: one for each outage and each refusal of the keys, and at most one
     * per minute about unreadable messages.
     */
    void warned(String line);
  }

  /** Runs a task once after a pause; the stream owns no thread. */
  @FunctionalInterface
  public interface Timer {
    void after(Duration pause, Runnable task);
  }

  private enum Trouble {
    OUTAGE,
    KEYS
  }

  private final HttpClient client;
  private final URI address;
  private final ApiKeys keys;
  private final TradeStreamSettings pace;
  private final Timer timer;
  private final Listener listener;
  private final LongSupplier nanos;
  private final DoubleSupplier chance;

  // guarded by this; without a connection the next attempt is scheduled
  private StreamConnection connection;
  private boolean listening;
  private boolean closed;
  private int failures;
  private Trouble warnedOf;
  private Long warnedAt;

  TradeStream(
      HttpClient client,
      URI trading,
      ApiKeys keys,
      TradeStreamSettings pace,
      Timer timer,
      Listener listener,
      LongSupplier nanos,
      DoubleSupplier chance) {
    this.client = requireNonNull(client, "client");
    this.address =
        URI.create(ServerAddress.of(trading).text().replaceFirst("http", "ws") + "/stream");
    this.keys = requireNonNull(keys, "keys");
    this.pace = requireNonNull(pace, "pace");
    this.timer = requireNonNull(timer, "timer");
    this.listener = requireNonNull(listener, "listener");
    this.nanos = nanos;
    this.chance = chance;
  }

  /**
   * Starts the first attempt to connect and returns without waiting for it.
   *
   * @param client from {@code JdkHttpTransport.client}
   * @param trading address of the trading server's REST interface, {@code https} or {@code http}
   */
  public static TradeStream open(
      HttpClient client,
      URI trading,
      ApiKeys keys,
      TradeStreamSettings pace,
      Timer timer,
      Listener listener) {
    TradeStream stream =
        new TradeStream(
            client,
            trading,
            keys,
            pace,
            timer,
            listener,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble());
    stream.connect();
    return stream;
  }

  /**
   * Returns true when updates arrive: the server accepted the keys, confirmed the subscription, and
   * sent a frame within {@link TradeStreamSettings#silence}.
   */
  public synchronized boolean isConnected() {
    return listening && connection.silence() <= pace.silence().toNanos();
  }

  /** Closes the stream; a call of the listener that is in progress is the last. */
  @Override
  public void close() {
    StreamConnection last;
    synchronized (this) {
      closed = true;
      listening = false;
      last = connection;
      connection = null;
    }
    if (last != null) {
      last.close();
    }
  }

  void connect() {
    StreamConnection next = new StreamConnection(this, nanos);
    synchronized (this) {
      if (closed) {
        return;
      }
      connection = next;
    }
    client
        .newWebSocketBuilder()
        .connectTimeout(pace.silence())
        .buildAsync(address, next)
        .whenComplete(
            (opened, failure) -> {
              if (failure != null) {
                ended(next, failure);
              }
            });
    beatLater(next);
  }

  void opened(StreamConnection from) {
    if (isCurrent(from)) {
      from.send(StreamMessage.authenticate(keys));
    } else {
      from.abort();
    }
  }

  void onMessage(StreamConnection from, String text) {
    if (!isCurrent(from)) {
      return;
    }
    try {
      act(from, StreamMessage.read(text));
    } catch (IOException | InvalidValueException e) {
      onUnreadable(from, e.getMessage());
    }
  }

  /** Reports a possible lost update; the connection stays open. */
  void onUnreadable(StreamConnection from, String what) {
    synchronized (this) {
      long now = nanos.getAsLong();
      boolean soon = warnedAt != null && now - warnedAt < QUIET.toNanos();
      if (connection != from || soon) {
        return;
      }
      warnedAt = now;
    }
    warn("trade updates: cannot read " + what + "; polling shows what it was about");
    listener.resyncRequired();
  }

  void ended(StreamConnection which, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof WebSocketHandshakeException handshake) {
      int status = handshake.getResponse().statusCode();
      boolean refused = status == 401 || status == 403;
      ended(which, refused ? Trouble.KEYS : Trouble.OUTAGE, "HTTP status " + status);
    } else {
      String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      ended(which, cause.getClass().getSimpleName() + message);
    }
  }

  void ended(StreamConnection which, String why) {
    ended(which, Trouble.OUTAGE, why);
  }

  private void ended(StreamConnection which, Trouble trouble, String why) {
    Duration pause;
    boolean isNew;
    synchronized (this) {
      if (connection != which) {
        return;
      }
      // a server that keeps closing the connection is not called every second
      boolean lasted = listening && which.age() >= pace.longestPause().toNanos();
      failures = lasted ? 1 : failures + 1;
      pause = pace.pause(trouble == Trouble.KEYS ? OFTEN : failures, chance.getAsDouble());
      isNew = warnedOf != trouble;
      warnedOf = trouble;
      connection = null;
      listening = false;
    }
    which.abort();
    if (isNew && trouble == Trouble.KEYS) {
      warn("trade updates: the broker refuses the keys (" + why + "); polling goes on without");
    } else if (isNew) {
      warn(
          "trade updates: no connection to "
              + address
              + " ("
              + why
              + "); polling until it is back");
    }
    timer.after(pause, this::connect);
  }

  private void act(StreamConnection from, StreamMessage message) {
    if (message instanceof StreamMessage.Updated updated) {
      listener.updated(updated.update());
    } else if (message instanceof StreamMessage.Authorized) {
      from.send(StreamMessage.listen());
    } else if (message instanceof StreamMessage.Unauthorized) {
      ended(from, Trouble.KEYS, "unauthorized");
    } else if (message instanceof StreamMessage.Failed failed) {
      ended(from, "the broker says: " + failed.why());
    } else if (message instanceof StreamMessage.Listening answer) {
      listening(from, answer.tradeUpdates());
    }
  }

  private void listening(StreamConnection from, boolean offered) {
    if (!offered) {
      ended(from, "it does not offer " + StreamMessage.TRADE_UPDATES);
      return;
    }
    synchronized (this) {
      if (connection != from) {
        return;
      }
      listening = true;
      warnedOf = null;
    }
    listener.resyncRequired();
  }

  private void beatLater(StreamConnection which) {
    timer.after(pace.ping(), () -> beat(which));
  }

  private void beat(StreamConnection which) {
    long patience = pace.silence().toNanos();
    boolean dead;
    synchronized (this) {
      if (connection != which) {
        return;
      }
      dead = which.silence() > patience || !listening && which.age() > patience;
    }
    if (dead) {
      ended(which, "no sign of life for " + pace.silence());
    } else {
      which.ping();
      beatLater(which);
    }
  }

  private synchronized boolean isCurrent(StreamConnection which) {
    return connection == which;
  }

  /** Removes the keys from a line, because the server's text in it may contain them. */
  private void warn(String line) {
    String hidden = line.replace(keys.id(), "(hidden)");
    hidden = keys.secret().isEmpty() ? hidden : hidden.replace(keys.secret(), "(hidden)");
    String plain = hidden.replaceAll("\\p{Cntrl}", "?");
    listener.warned(plain.length() > 300 ? plain.substring(0, 300) + "…" : plain);
  }
}

package dev.maxdiff.broker.alpaca;

import static java.util.Objects.requireNonNull;

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
 * Alpaca's {@code trade_updates}: says at once which order changed, so that nobody needs to poll
 * for it. It is a hint, never the truth: what is missed while it is not connected is told by {@link
 * Listener#everythingMayHaveChanged}, and whoever must know asks the REST interface.
 *
 * <p>It connects again for ever. Methods may be called from any thread. Neither lines nor
 * exceptions carry the keys.
 */
public final class TradeStream implements AutoCloseable {

  /** Between two complaints about messages that cannot be read. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final int OFTEN = 30;

  /**
   * An order changed.
   *
   * @param event Alpaca's word: {@code new}, {@code fill}, {@code partial_fill}, {@code canceled}…
   */
  public record Update(Symbol symbol, String clientOrderId, String event) {}

  /**
   * Is told one thing at a time by each connection, on threads of the HTTP client or of the timer;
   * it must return at once.
   */
  public interface Listener {

    void updated(Update update);

    /** The stream was connected anew, or said something that could not be read. */
    void everythingMayHaveChanged();

    /**
     * A line for the log that an operator may act on: once for each outage and each refusal of the
     * keys, and at most one each minute about messages that cannot be read.
     */
    void warned(String line);
  }

  /** Runs a task once after a pause; the stream has no thread of its own. */
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
  private final StreamPace pace;
  private final Timer timer;
  private final Listener listener;
  private final LongSupplier nanos;
  private final DoubleSupplier chance;

  // guarded by this; without a connection the next attempt is on its way
  private StreamConnection connection;
  private boolean listening;
  private boolean closed;
  private int failures;
  private Trouble told;
  private Long complainedAt;

  TradeStream(
      HttpClient client,
      URI trading,
      ApiKeys keys,
      StreamPace pace,
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
   * Begins to connect, and returns at once.
   *
   * @param client as {@link JdkHttpTransport#client} makes it
   * @param trading the trading server as for REST, {@code https} or {@code http}
   */
  public static TradeStream open(
      HttpClient client,
      URI trading,
      ApiKeys keys,
      StreamPace pace,
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
   * Whether updates can be relied on to come: the keys were accepted, the server said that it tells
   * us, and it was heard of within {@link StreamPace#silence}.
   */
  public synchronized boolean isConnected() {
    return listening && connection.silence() <= pace.silence().toNanos();
  }

  /** Hangs up for good; what the listener is being told at this moment is the last. */
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

  void said(StreamConnection from, String text) {
    if (!isCurrent(from)) {
      return;
    }
    try {
      act(from, StreamMessage.read(text));
    } catch (IOException | InvalidValueException e) {
      unreadable(from, e.getMessage());
    }
  }

  /** An update may have been lost in it, which does not end the connection. */
  void unreadable(StreamConnection from, String what) {
    synchronized (this) {
      long now = nanos.getAsLong();
      boolean soon = complainedAt != null && now - complainedAt < QUIET.toNanos();
      if (connection != from || soon) {
        return;
      }
      complainedAt = now;
    }
    warn("trade updates: cannot read " + what + "; polling shows what it was about");
    listener.everythingMayHaveChanged();
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
    boolean news;
    synchronized (this) {
      if (connection != which) {
        return;
      }
      // a server that hangs up on us again and again is not asked every second
      boolean lasted = listening && which.age() >= pace.longestPause().toNanos();
      failures = lasted ? 1 : failures + 1;
      pause = pace.pause(trouble == Trouble.KEYS ? OFTEN : failures, chance.getAsDouble());
      news = told != trouble;
      told = trouble;
      connection = null;
      listening = false;
    }
    which.abort();
    if (news && trouble == Trouble.KEYS) {
      warn("trade updates: the broker refuses the keys (" + why + "); polling goes on without");
    } else if (news) {
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
      told = null;
    }
    listener.everythingMayHaveChanged();
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

  /** What the other side said is in it, and it has been told our keys. */
  private void warn(String line) {
    String hidden = line.replace(keys.id(), "(hidden)");
    hidden = keys.secret().isEmpty() ? hidden : hidden.replace(keys.secret(), "(hidden)");
    String plain = hidden.replaceAll("\\p{Cntrl}", "?");
    listener.warned(plain.length() > 300 ? plain.substring(0, 300) + "…" : plain);
  }
}

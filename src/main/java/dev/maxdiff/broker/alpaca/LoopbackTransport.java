package dev.maxdiff.broker.alpaca;

import dev.maxdiff.broker.RateBudget;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The runtime's transport to an exchange on the same machine: plain HTTP/1.1 over as many sockets
 * as there are calls at once, which are kept and used again. What must not be repeated has a
 * connection of its own each time, as {@link SocketTransport} says.
 *
 * <p>Any number of threads may call it at once. The JDK's client would take an answer through three
 * threads, and load what TLS needs for a server that has none.
 */
public final class LoopbackTransport implements HttpTransport {

  private static final int TOO_MANY = 429;

  private final URI base;
  private final ApiKeys keys;
  private final Duration connectTimeout;
  private final Duration answerTimeout;
  private final RateBudget budget;

  /** Last used first: those beyond what is usual are left alone. */
  private final ConcurrentLinkedDeque<SocketTransport> idle = new ConcurrentLinkedDeque<>();

  private volatile boolean closed;

  /**
   * @param answerTimeout longest silence while an answer is awaited
   * @param budget told of every call, and of every refusal for too many
   */
  public LoopbackTransport(
      URI base, ApiKeys keys, Duration connectTimeout, Duration answerTimeout, RateBudget budget) {
    this.base = base;
    this.keys = keys;
    this.connectTimeout = connectTimeout;
    this.answerTimeout = answerTimeout;
    this.budget = budget;
  }

  @Override
  public Answer send(String method, String pathAndQuery, String body) throws IOException {
    budget.spend();
    SocketTransport socket = idle.pollFirst();
    if (socket == null) {
      socket = new SocketTransport(base, keys, connectTimeout, answerTimeout);
    }
    boolean isAnswered = false;
    try {
      Answer answer = socket.send(method, pathAndQuery, body);
      isAnswered = true;
      if (answer.status() == TOO_MANY) {
        budget.refused(socket.askedToWait());
      }
      return answer;
    } finally {
      if (!isAnswered) {
        socket.close(); // an answer that is still to come must not be taken for the next one's
      }
      idle.addFirst(socket);
      if (closed) {
        closeIdle();
      }
    }
  }

  /** Closes what is idle, and everything else when its call returns. */
  @Override
  public void close() {
    closed = true;
    closeIdle();
  }

  private void closeIdle() {
    for (SocketTransport socket = idle.poll(); socket != null; socket = idle.poll()) {
      socket.close();
    }
  }
}

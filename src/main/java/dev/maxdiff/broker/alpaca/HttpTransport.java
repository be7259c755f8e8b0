package dev.maxdiff.broker.alpaca;

import java.io.IOException;

/**
 * Carries one HTTP request to one server and brings back its answer.
 *
 * <p>The server's address and the key headers belong to the transport. A call blocks until the
 * answer is complete or a time-out of the transport has passed. {@link java.net.ConnectException}
 * means that the request never left; every other {@link IOException} leaves open whether the server
 * has acted on it. A transport never repeats anything but a GET.
 */
public interface HttpTransport extends AutoCloseable {

  /**
   * @param pathAndQuery encoded, from the first slash on
   * @param body JSON, or null for none
   */
  Answer send(String method, String pathAndQuery, String body) throws IOException;

  @Override
  default void close() {}

  /** A complete answer; the body is empty when there was none. */
  record Answer(int status, String body) {}
}

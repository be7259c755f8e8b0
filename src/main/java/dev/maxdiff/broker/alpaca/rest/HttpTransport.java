package dev.maxdiff.broker.alpaca.rest;

import java.io.IOException;

/**
 * Sends HTTP requests to one server.
 *
 * <p>The transport adds the server's address and the key headers. It repeats GET requests only.
 */
public interface HttpTransport extends AutoCloseable {

  /**
   * Blocks until the response is complete or a timeout of the transport has passed.
   *
   * @param pathAndQuery encoded, from the first slash on
   * @param body JSON; null = no body
   * @throws java.net.ConnectException when the request was not sent
   * @throws IOException in every other case: the server may have acted on the request
   */
  Response send(String method, String pathAndQuery, String body) throws IOException;

  @Override
  default void close() {}

  /** A complete response; {@code body} is empty when the response has none. */
  record Response(int status, String body) {}
}

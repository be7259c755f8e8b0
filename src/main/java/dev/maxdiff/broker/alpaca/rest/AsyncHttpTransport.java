package dev.maxdiff.broker.alpaca.rest;

import java.util.concurrent.CompletionStage;

/** A transport that also sends without blocking a thread. */
public interface AsyncHttpTransport extends HttpTransport {

  /**
   * Returns at once. The stage completes when the response is complete, and fails with the
   * exceptions of {@link HttpTransport#send}.
   *
   * @param pathAndQuery encoded, from the first slash on
   * @param body JSON; null = no body
   */
  CompletionStage<Response> sendAsync(String method, String pathAndQuery, String body);
}

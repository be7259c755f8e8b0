package dev.maxdiff.broker.alpaca.rest;

import dev.maxdiff.broker.alpaca.wire.PublishedApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Validates every request and response against {@link PublishedApi}. */
public final class StrictTransport implements HttpTransport {

  private final PublishedApi api;
  private final HttpTransport transport;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> passed = new TreeSet<>();

  public StrictTransport(PublishedApi api, HttpTransport transport) {
    this.api = api;
    this.transport = transport;
  }

  @Override
  public synchronized Response send(String method, String pathAndQuery, String body)
      throws IOException {
    violations.addAll(api.request(method, pathAndQuery, body));
    Response answer = transport.send(method, pathAndQuery, body);
    violations.addAll(api.answer(method, pathAndQuery, answer.status(), answer.body()));
    passed.add(method + " " + pathAndQuery.split("\\?", 2)[0] + " " + answer.status());
    return answer;
  }

  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Method, path and status of each call. */
  public synchronized Set<String> passed() {
    return Set.copyOf(passed);
  }

  @Override
  public void close() {
    transport.close();
  }
}

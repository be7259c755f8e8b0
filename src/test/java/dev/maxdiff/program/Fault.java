package dev.maxdiff.program;

import java.time.Duration;
import java.util.List;

/** What a {@link FaultyProxy} does with one request. */
public sealed interface Fault {

  record None() implements Fault {}

  record Delay(Duration by) implements Fault {}

  record Hold(Duration by) implements Fault {}

  record Refuse() implements Fault {}

  record Drop() implements Fault {}

  record Status(int status, String body, List<String> headers) implements Fault {}

  record Truncate() implements Fault {}

  /** Forwarded and answered as if the proxy were not there. */
  static Fault none() {
    return new None();
  }

  /** Forwarded this much later, also when the client has given up by then. */
  static Fault delay(Duration by) {
    return new Delay(by);
  }

  /** Forwarded and acted upon at once, answered this much later. */
  static Fault hold(Duration by) {
    return new Hold(by);
  }

  /** The connection is closed before anything is forwarded: never acted upon. */
  static Fault refuse() {
    return new Refuse();
  }

  /** Forwarded and acted upon; the answer is thrown away and the connection closed. */
  static Fault drop() {
    return new Drop();
  }

  /** Answered by the proxy itself: never acted upon. Headers are whole lines. */
  static Fault status(int status, String body, String... headers) {
    return new Status(status, body, List.of(headers));
  }

  /** Forwarded and acted upon; half of the answer's body is sent, then the connection closed. */
  static Fault truncate() {
    return new Truncate();
  }
}

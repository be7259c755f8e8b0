package dev.maxdiff.program;

import java.time.Duration;
import java.util.List;

/** What a {@link FaultyProxy} does with one request. */
public sealed interface FaultRow {

  record None() implements FaultRow {}

  record Delay(Duration by) implements FaultRow {}

  record Hold(Duration by) implements FaultRow {}

  record Refuse() implements FaultRow {}

  record Drop() implements FaultRow {}

  record Status(int status, String body, List<String> headers) implements FaultRow {}

  record Truncate() implements FaultRow {}

  /** Forwarded and answered as if the proxy were not there. */
  static FaultRow none() {
    return new None();
  }

  /** Forwarded this much later, also when the client has given up by then. */
  static FaultRow delay(Duration by) {
    return new Delay(by);
  }

  /** Forwarded and acted upon at once, answered this much later. */
  static FaultRow hold(Duration by) {
    return new Hold(by);
  }

  /** The connection is closed before anything is forwarded: never acted upon. */
  static FaultRow refuse() {
    return new Refuse();
  }

  /** Forwarded and acted upon; the answer is thrown away and the connection closed. */
  static FaultRow drop() {
    return new Drop();
  }

  /** Answered by the proxy itself: never acted upon. Headers are whole lines. */
  static FaultRow status(int status, String body, String... headers) {
    return new Status(status, body, List.of(headers));
  }

  /** Forwarded and acted upon; half of the answer's body is sent, then the connection closed. */
  static FaultRow truncate() {
    return new Truncate();
  }
}

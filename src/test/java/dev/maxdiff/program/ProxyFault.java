package dev.maxdiff.program;

import java.time.Duration;
import java.util.List;

/** The treatment of one request by a {@link FaultyProxy}. */
public sealed interface ProxyFault {

  record None() implements ProxyFault {}

  record Delay(Duration by) implements ProxyFault {}

  record Hold(Duration by) implements ProxyFault {}

  record Refuse() implements ProxyFault {}

  record Drop() implements ProxyFault {}

  record Status(int status, String body, List<String> headers) implements ProxyFault {}

  record Truncate() implements ProxyFault {}

  /** The request is forwarded and answered without a fault. */
  static ProxyFault none() {
    return new None();
  }

  /** The request is forwarded after {@code by}, even if the client has timed out by then. */
  static ProxyFault delay(Duration by) {
    return new Delay(by);
  }

  /** The request is forwarded at once; its answer is delayed by {@code by}. */
  static ProxyFault hold(Duration by) {
    return new Hold(by);
  }

  /** The connection is closed and the request is not forwarded. */
  static ProxyFault refuse() {
    return new Refuse();
  }

  /** The request is forwarded; its answer is dropped and the connection closed. */
  static ProxyFault drop() {
    return new Drop();
  }

  /** The proxy answers; the request is not forwarded. Headers are whole lines. */
  static ProxyFault status(int status, String body, String... headers) {
    return new Status(status, body, List.of(headers));
  }

  /** The request is forwarded; half of the answer's body is sent, then the connection is closed. */
  static ProxyFault truncate() {
    return new Truncate();
  }
}

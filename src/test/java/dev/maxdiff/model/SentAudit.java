package dev.maxdiff.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The audit lines of the exchange with three more fields: {@code seq}, the number of the line,
 * {@code asker}, the sender of the request behind the event, and {@code sent}, the time of the
 * request.
 */
final class SentAudit implements Consumer<ObjectNode> {

  /** Sender and time of a request. */
  record Sender(String asker, Instant at) {}

  private final InstantSource clock;
  private final List<ObjectNode> lines = new ArrayList<>();

  /** Null while the exchange acts by itself. */
  private Sender sender;

  SentAudit(InstantSource clock) {
    this.clock = clock;
  }

  /** The lines so far; the list grows. */
  List<ObjectNode> lines() {
    return lines;
  }

  /** Processes a request of this sender. */
  <T> T of(Sender of, Supplier<T> process) {
    sender = of;
    try {
      return process.get();
    } finally {
      sender = null;
    }
  }

  @Override
  public void accept(ObjectNode line) {
    Sender by = sender == null ? new Sender("", clock.instant()) : sender;
    line.put("asker", by.asker);
    line.put("sent", by.at.toString());
    lines.add(line.put("seq", lines.size() + 1L));
  }
}

package dev.maxdiff.watch.child;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The state report of a watcher: its fields, and one log line for each change of state.
 *
 * <p>It is sent after a change, otherwise every 10 s. Fields that change with every quote do not
 * count as a change.
 */
final class WatcherStateReport {

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Set<String> FREQUENT =
      Set.of("last_reference_price", "time_since_submit", "last_update");

  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final List<StateSink> sinks;
  private final Consumer<String> log;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private String state = "";
  private boolean changed;
  private long sentAt;

  /**
   * @param log gets the line of each change of state
   * @param clock provides the report's time
   * @param nanoTime the monotonic clock of the 10 s interval, in nanoseconds
   */
  WatcherStateReport(
      List<StateSink> sinks, Consumer<String> log, InstantSource clock, LongSupplier nanoTime) {
    this.sinks = List.copyOf(sinks);
    this.log = log;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.sentAt = nanoTime.getAsLong();
  }

  void put(Map<String, Object> values) {
    values.forEach(this::put);
  }

  void put(String field, Object value) {
    Object before = fields.put(field, value);
    boolean same = before == null ? value == null : sameValue(before, value);
    changed |= !same && !FREQUENT.contains(field);
  }

  /**
   * Sets a reported field to null. A field that is only left out stays in the file of the watcher,
   * which merges the reports.
   */
  void clear(String field) {
    if (fields.containsKey(field)) {
      put(field, null);
    }
  }

  void state(String next) {
    state(next, "");
  }

  /**
   * @param detail appears in the log line only
   */
  void state(String next, String detail) {
    put("state", next);
    if (!next.equals(state)) {
      state = next;
      log.accept(clock.instant() + " " + next + (detail.isEmpty() ? "" : ": " + detail));
    }
  }

  /** Sends the report when it is due; blocks. */
  void flush() {
    long now = nanoTime.getAsLong();
    if (!changed && now - sentAt < HEARTBEAT.toNanos()) {
      return;
    }
    fields.put("last_update", clock.instant());
    String json = JsonText.write(tree());
    boolean arrived = true;
    for (StateSink sink : sinks) {
      arrived &= sink.write(json);
    }
    if (arrived) {
      changed = false;
      sentAt = now;
    }
  }

  private ObjectNode tree() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    fields.forEach((field, value) -> set(tree, field, value));
    return tree;
  }

  private static void set(ObjectNode tree, String field, Object value) {
    if (value instanceof BigDecimal number) {
      tree.put(field, number);
    } else if (value instanceof Integer number) {
      tree.put(field, number);
    } else if (value instanceof Long number) {
      tree.put(field, number);
    } else if (value instanceof Boolean flag) {
      tree.put(field, flag);
    } else {
      tree.put(field, value == null ? null : value.toString());
    }
  }

  private static boolean sameValue(Object before, Object value) {
    return before instanceof BigDecimal a && value instanceof BigDecimal b
        ? a.compareTo(b) == 0
        : Objects.equals(before, value);
  }
}

package dev.maxdiff.state.files;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of one watcher file; fields as in CONTRACT section 3, sorted by name.
 *
 * <p>Values are JSON values: text, booleans, {@code BigDecimal} and integers, null.
 *
 * @param name of the file, without folder
 */
public record WatcherFile(String name, Map<String, Object> fields) {

  public WatcherFile {
    requireNonNull(name, "name");
    // a copy of a SortedMap is made without comparing names
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /**
   * Returns the file name for a slot's watcher at a price; two running watchers never have the same
   * name.
   */
  public static String name(SlotId slot, Price price) {
    return stem(slot) + price + ".json";
  }

  static String stem(SlotId slot) {
    WatcherKey key = slot.key();
    return key.symbol() + "_" + key.side() + "_" + slot.slot() + "_" + key.strategy() + "_";
  }

  /**
   * Returns the slot; empty when a field of it is missing or invalid, as in files of the older
   * system.
   */
  public Optional<SlotId> slot() {
    try {
      WatcherKey key =
          new WatcherKey(
              Symbol.parse(text("symbol")),
              generation() > 0 ? Side.parse(text("side")) : olderSide(text("side")),
              new Strategy(text("entry_strategy")));
      return Optional.of(key.slot(Slot.parse(text("mode"))));
    } catch (InvalidValueException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the side as the older system parsed it: SELL for a text with {@code short} or {@code
   * sell}, otherwise BUY.
   */
  static Side olderSide(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("short") || lower.contains("sell") ? Side.SELL : Side.BUY;
  }

  /**
   * Returns whether this runtime or an earlier one wrote the file: it has a generation, and its
   * name follows from its content. Foreign files are only shown.
   */
  public boolean ours() {
    return generation() > 0 && slot().filter(slot -> name.startsWith(stem(slot))).isPresent();
  }

  /** Returns the generation; 0 for a file of the older system. */
  public long generation() {
    return fields.get("generation") instanceof Number number ? number.longValue() : 0;
  }

  public boolean active() {
    return Boolean.TRUE.equals(fields.get("active"));
  }

  /** Returns the state; null when missing. */
  public String state() {
    return text("state");
  }

  /**
   * Returns the pid; 0 when missing. The pid of a file does not prove that the process is a watcher
   * of this runtime (promise P7).
   */
  public int pid() {
    return fields.get("pid") instanceof Number number ? number.intValue() : 0;
  }

  /** Returns a time of the file; empty when missing or invalid. */
  public Optional<Instant> time(String field) {
    return FileTimestamps.read(text(field));
  }

  /** Returns the text of a field; null for any other value. */
  public String text(String field) {
    return fields.get(field) instanceof String text ? text : null;
  }
}

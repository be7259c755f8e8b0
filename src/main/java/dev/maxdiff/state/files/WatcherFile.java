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
 * What one watcher file says; fields as in CONTRACT section 3, sorted by name.
 *
 * <p>Values are JSON values: text, booleans, {@code BigDecimal} and integers, null.
 *
 * @param name of the file, without folder
 */
public record WatcherFile(String name, Map<String, Object> fields) {

  public WatcherFile {
    requireNonNull(name, "name");
    // sorted: of a map that says so a sorted copy is made without comparing names
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** The name for a slot's watcher at a price; two watchers never share one. */
  public static String name(SlotId slot, Price price) {
    return stem(slot) + price + ".json";
  }

  private static String stem(SlotId slot) {
    WatcherKey key = slot.key();
    return key.symbol() + "_" + key.side() + "_" + slot.slot() + "_" + key.strategy() + "_";
  }

  /** The slot, or empty for a file of the older system, whose strategy may be missing. */
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

  /** How the older system read the side of a record, in whatever words that was written. */
  static Side olderSide(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("short") || lower.contains("sell") ? Side.SELL : Side.BUY;
  }

  /**
   * Whether this runtime, or an earlier one on the same folder, wrote it: it carries a generation
   * and its name follows from its content. Others are only shown.
   */
  public boolean ours() {
    return generation() > 0 && slot().filter(slot -> name.startsWith(stem(slot))).isPresent();
  }

  /** 0 for a file of the older system. */
  public long generation() {
    return fields.get("generation") instanceof Number number ? number.longValue() : 0;
  }

  public boolean active() {
    return Boolean.TRUE.equals(fields.get("active"));
  }

  /** Null when the file says none. */
  public String state() {
    return text("state");
  }

  /** 0 when the file says none; never a proof that the process is ours (promise P7). */
  public int pid() {
    return fields.get("pid") instanceof Number number ? number.intValue() : 0;
  }

  /** A time of the file; empty when missing or not readable. */
  public Optional<Instant> time(String field) {
    return FileTimestamps.read(text(field));
  }

  /** Null unless the field is text. */
  public String text(String field) {
    return fields.get(field) instanceof String text ? text : null;
  }
}

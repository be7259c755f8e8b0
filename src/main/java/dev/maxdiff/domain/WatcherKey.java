package dev.maxdiff.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The key of one supervised strategy on one symbol and entry side: at most one entry and one exit
 * watcher run for it at any time.
 *
 * <p>The text form is {@code SYMBOL|side|strategy}, for example {@code UNIUSD|buy|maxdiffalwayson}.
 * Operators, watcher files and the environment of children use it, so it never changes.
 */
public record WatcherKey(Symbol symbol, Side side, Strategy strategy)
    implements Comparable<WatcherKey> {

  private static final Comparator<WatcherKey> ORDER =
      Comparator.comparing(WatcherKey::symbol)
          .thenComparing(WatcherKey::side)
          .thenComparing(WatcherKey::strategy);
  private static final Pattern SEPARATOR = Pattern.compile("\\|");

  public WatcherKey {
    requireNonNull(symbol, "symbol");
    requireNonNull(side, "side");
    requireNonNull(strategy, "strategy");
  }

  /** Parses the text form. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static WatcherKey parse(String text) {
    String[] parts = SEPARATOR.split(requireNonNull(text, "key"), -1);
    if (parts.length != 3) {
      throw new InvalidValueException("key", text, "SYMBOL|buy|strategy or SYMBOL|sell|strategy");
    }
    return new WatcherKey(Symbol.parse(parts[0]), Side.parse(parts[1]), new Strategy(parts[2]));
  }

  /** Returns the key for actor names and persistence ids, which may not contain a bar. */
  public String entityId() {
    return symbol + "_" + side + "_" + strategy;
  }

  /** Returns the entry or exit slot of the key. */
  public SlotId slot(Slot slot) {
    return new SlotId(this, slot);
  }

  @Override
  public int compareTo(WatcherKey other) {
    return ORDER.compare(this, other);
  }

  @JsonValue
  @Override
  public String toString() {
    return symbol + "|" + side + "|" + strategy;
  }
}

package dev.maxdiff.state.journal;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names under which the journal stores events and snapshots, and their classes. Immutable.
 *
 * <p>Each package with stored types has a table; {@link #and} joins the tables. A stored name never
 * changes and is never reused for another type. The class of a stored name may be renamed and
 * moved.
 *
 * <p>Format 1 of the journal stored class names. {@link Entry#formerClass} is that class name: a
 * string, so that a renamed class does not change it.
 */
public final class StoredNames {

  /**
   * One stored type.
   *
   * @param name such as {@code watcher.exit-wanted}
   * @param formerClass binary name of the class in a journal of format 1; empty for a type that
   *     format 1 did not have
   * @param type the class today
   */
  public record Entry(String name, String formerClass, Class<?> type) {
    public Entry {
      requireNonNull(name, "name");
      requireNonNull(formerClass, "formerClass");
      requireNonNull(type, "type");
    }
  }

  private final List<Entry> entries;
  private final Map<String, Entry> byManifest = new HashMap<>();
  private final Map<Class<?>, Entry> byType = new HashMap<>();

  private StoredNames(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    for (Entry entry : entries) {
      add(byManifest, entry.name, entry);
      if (!entry.formerClass.isEmpty()) {
        add(byManifest, entry.formerClass, entry);
      }
      add(byType, entry.type, entry);
    }
  }

  private static <K> void add(Map<K, Entry> map, K key, Entry entry) {
    if (map.put(key, entry) != null) {
      throw new IllegalArgumentException(key + ": named twice (expected: one entry)");
    }
  }

  /**
   * Creates a table of these entries.
   *
   * @throws IllegalArgumentException when a name, a former class or a type occurs twice
   */
  public static StoredNames of(Entry... entries) {
    return new StoredNames(List.of(entries));
  }

  /**
   * Returns this table followed by the entries of {@code other}.
   *
   * @throws IllegalArgumentException when a name, a former class or a type occurs twice
   */
  public StoredNames and(StoredNames other) {
    return new StoredNames(Stream.concat(entries.stream(), other.entries.stream()).toList());
  }

  /** Returns all entries in their order. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * Returns the stored name of a class.
   *
   * @throws IllegalArgumentException when the class has none
   */
  public String nameOf(Class<?> type) {
    Entry entry = byType.get(type);
    if (entry == null) {
      throw new IllegalArgumentException(
          type.getName() + ": has no stored name (expected: an entry in StoredNames)");
    }
    return entry.name;
  }

  /**
   * Returns the class of a manifest of the journal; empty when the manifest is unknown.
   *
   * @param manifest a stored name, or a class name of format 1, which may end in {@code #version}
   */
  public Optional<Class<?>> typeOf(String manifest) {
    int version = manifest.indexOf('#');
    String name = version < 0 ? manifest : manifest.substring(0, version);
    return Optional.ofNullable(byManifest.get(name)).map(Entry::type);
  }
}

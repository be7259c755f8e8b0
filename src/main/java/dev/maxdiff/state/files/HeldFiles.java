package dev.maxdiff.state.files;

import dev.maxdiff.domain.SlotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The field {@code held_since} of watcher files: a slot's newest file shows the hold of the slot.
 * Pure.
 */
final class HeldFiles {

  private static final String HELD_SINCE = "held_since";
  private static final Comparator<WatcherFile> BY_GENERATION =
      Comparator.comparingLong(WatcherFile::generation);

  private HeldFiles() {}

  /**
   * Returns the files of the slot whose field changes, with their new content.
   *
   * @param since null = not held: then the field is removed from every file of the slot
   */
  static List<WatcherFile> changed(
      SlotId slot, Instant since, SortedMap<String, WatcherFile> files) {
    String stem = WatcherFile.stem(slot);
    List<WatcherFile> ofSlot =
        files.subMap(stem, stem + Character.MAX_VALUE).values().stream()
            .filter(file -> file.ours() && file.slot().filter(slot::equals).isPresent())
            .sorted(BY_GENERATION)
            .toList();
    List<WatcherFile> changed = new ArrayList<>();
    for (WatcherFile file : ofSlot) {
      boolean newest = file == ofSlot.get(ofSlot.size() - 1);
      String text = since == null || !newest ? null : FileTimestamps.text(since);
      if (!Objects.equals(text, file.text(HELD_SINCE))) {
        changed.add(with(file, text));
      }
    }
    return changed;
  }

  private static WatcherFile with(WatcherFile file, String text) {
    Map<String, Object> fields = new TreeMap<>(file.fields());
    if (text == null) {
      fields.remove(HELD_SINCE);
    } else {
      fields.put(HELD_SINCE, text);
    }
    return new WatcherFile(file.name(), fields);
  }
}

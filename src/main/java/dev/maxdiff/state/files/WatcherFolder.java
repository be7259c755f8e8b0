package dev.maxdiff.state.files;

import dev.maxdiff.state.AtomicFiles;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Reads a folder of watcher files from disk without its lock: own files and files of the older
 * system.
 *
 * <p>An unreadable file is logged and skipped. Methods block.
 */
public final class WatcherFolder {

  private static final String ENDING = ".json";

  private WatcherFolder() {}

  /**
   * Returns all files of a folder, sorted by name.
   *
   * @throws StateException when the folder cannot be listed
   */
  public static List<WatcherFile> read(Path folder) {
    return read(list(folder, ENDING));
  }

  /** Returns the files that no runtime wrote; otherwise like {@link #read}. */
  public static List<WatcherFile> foreign(Path folder) {
    List<Path> others =
        list(folder, ENDING).stream().filter(path -> !OwnFileCheck.isOurs(path)).toList();
    return read(others).stream().filter(file -> !file.ours()).toList();
  }

  private static List<WatcherFile> read(List<Path> paths) {
    List<WatcherFile> found = new ArrayList<>();
    for (Path path : paths) {
      try {
        Optional<?> fields = StateJson.read(path, Map.class);
        fields.ifPresent(map -> found.add(file(path, (Map<?, ?>) map)));
      } catch (StateException e) {
        // not a constant: the first logger of a JVM costs a short command a quarter of its time
        LoggerFactory.getLogger(WatcherFolder.class)
            .warn("watcher file skipped: {}", e.getMessage());
      }
    }
    return found;
  }

  private static WatcherFile file(Path path, Map<?, ?> map) {
    Map<String, Object> fields = new TreeMap<>();
    map.forEach((field, value) -> fields.put(String.valueOf(field), value));
    return new WatcherFile(path.getFileName().toString(), fields);
  }

  private static List<Path> list(Path folder, String ending) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().endsWith(ending))
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException e) {
      throw new StateException(folder + ": " + e + " (expected: a readable folder)", e);
    }
  }

  /**
   * Deletes the temporary files of killed writers. Only the holder of the venue's lock may call
   * this.
   */
  static void deleteTemporaries(Path folder) {
    for (Path path : list(folder, AtomicFiles.TEMPORARY)) {
      if (path.getFileName().toString().startsWith(".")) {
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}

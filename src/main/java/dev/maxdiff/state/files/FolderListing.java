package dev.maxdiff.state.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;

/**
 * The names in a folder. The folder is listed again only when its modification time has changed:
 * while no file is created or deleted, a refresh costs one system call. Not thread-safe.
 */
final class FolderListing {

  /**
   * Number of refreshes with an unchanged modification time before the listing is trusted: changes
   * within one step of the file system's clock, up to two seconds, have the same time.
   */
  private static final int UNCHANGED_REFRESHES = 5;

  private final Path folder;
  private FileTime changed;
  private int unchanged;
  private Set<String> names = Set.of();

  FolderListing(Path folder) {
    this.folder = folder;
  }

  /** Updates the names. To be called every half second or less often. */
  void refresh() {
    FileTime now = changed();
    unchanged = now != null && now.equals(changed) ? unchanged + 1 : 0;
    changed = now;
    if (unchanged < UNCHANGED_REFRESHES) {
      String[] listed = folder.toFile().list();
      names = listed == null ? Set.of() : Set.of(listed);
    }
  }

  /** Returns whether the last refresh found no file. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Returns whether the last refresh found the name. */
  boolean contains(String name) {
    return names.contains(name);
  }

  /**
   * Returns the modification time; null when it cannot be read, for example of a missing folder.
   */
  private FileTime changed() {
    try {
      return Files.getLastModifiedTime(folder);
    } catch (IOException e) {
      return null;
    }
  }
}

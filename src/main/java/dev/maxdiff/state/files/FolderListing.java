package dev.maxdiff.state.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;

/**
 * The names in a folder, which are listed again only when they may have changed: a folder in which
 * nothing comes or goes costs one question to the file system. One thread.
 */
final class FolderListing {

  /**
   * Looks for which the folder's time must stand still before it is believed: what changes within
   * one step of the file system's clock, up to two seconds, bears the same time.
   */
  private static final int LOOKS_TO_BELIEVE = 5;

  private final Path folder;
  private FileTime changed;
  private int still;
  private Set<String> names = Set.of();

  FolderListing(Path folder) {
    this.folder = folder;
  }

  /** Learns what has come and gone; to be called every half second or less often. */
  void look() {
    FileTime now = changed();
    still = now != null && now.equals(changed) ? still + 1 : 0;
    changed = now;
    if (still < LOOKS_TO_BELIEVE) {
      String[] listed = folder.toFile().list();
      names = listed == null ? Set.of() : Set.of(listed);
    }
  }

  /** Whether the last look has seen nothing. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /** Whether the last look has seen the name. */
  boolean holds(String name) {
    return names.contains(name);
  }

  /** Null when that cannot be said, as of a folder that is not there. */
  private FileTime changed() {
    try {
      return Files.getLastModifiedTime(folder);
    } catch (IOException e) {
      return null;
    }
  }
}

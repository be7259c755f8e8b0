package dev.maxdiff.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where a state directory lies: a copy of it has another inode or another time of birth. The device
 * number is left out, because it may change when the machine starts.
 *
 * @param inode inode number of the folder
 * @param born time of birth of the folder in nanoseconds since 1970; 0 = the file system keeps none
 */
public record DirectoryPlace(long inode, long born) {

  /** File systems that may show another inode or birth for the same folder after a mount. */
  private static final Set<String> CHANGING =
      Set.of("fuse", "nfs", "overlay", "9p", "virtiofs", "cifs", "smb");

  /** What the place says about a directory that was seen at another start. */
  public enum Finding {
    /** The same folder. */
    HERE,
    /** Another folder: the directory was copied or moved. */
    ELSEWHERE,
    /** It looks like another folder, and the file system does not tell surely. */
    UNCERTAIN
  }

  /** Returns the place of a folder; the inode is 0 where it cannot be read. */
  static DirectoryPlace of(Path folder) {
    return FolderIdentity.of(folder)
        .map(identity -> new DirectoryPlace(identity.inode(), identity.born()))
        .orElse(new DirectoryPlace(0, 0));
  }

  /**
   * Compares this, the present place, with the stored one. Pure.
   *
   * @param stored null = the program that wrote the directory kept none
   * @param fileSystem the type of the file system of the folder
   */
  Finding comparedWith(DirectoryPlace stored, String fileSystem) {
    if (stored == null || stored.equals(this)) {
      return Finding.HERE;
    }
    boolean mayChange = CHANGING.stream().anyMatch(fileSystem::startsWith);
    return mayChange || born == 0 || stored.born == 0 ? Finding.UNCERTAIN : Finding.ELSEWHERE;
  }

  /** Returns the type of the file system of a folder; empty where it cannot be read. */
  static String fileSystem(Path folder) {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException e) {
      return "";
    }
  }
}

package dev.maxdiff.state;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The identity of an existing folder: a copy has another inode or another time of birth.
 *
 * @param device device number of the file system, of this boot
 * @param inode inode number
 * @param born time of birth in nanoseconds since 1970; 0 = the file system keeps none
 */
public record FolderIdentity(long device, long inode, long born) {

  private static final int AT_FDCWD = -100;
  private static final int MASK_OF_BIRTH = 0x800;
  private static final int SIZE = 256;
  private static final int OFFSET_OF_MASK = 0;
  private static final int OFFSET_OF_BIRTH = 80;
  private static final int NANOS = 8;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Returns the identity of a folder, symbolic links followed; empty if it cannot be read. */
  public static Optional<FolderIdentity> of(Path folder) {
    try {
      Path real = folder.toRealPath();
      long device = StateDirectory.unix(real, "dev");
      long inode = StateDirectory.unix(real, "ino");
      return Optional.of(new FolderIdentity(device, inode, born(real)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns 0 where the C library or the file system has no time of birth. */
  private static long born(Path folder) {
    try (Memory status = new Memory(SIZE)) {
      status.clear();
      int failed = Calls.statx(AT_FDCWD, folder.toString(), 0, MASK_OF_BIRTH, status);
      boolean known = failed == 0 && (status.getInt(OFFSET_OF_MASK) & MASK_OF_BIRTH) != 0;
      return known
          ? status.getLong(OFFSET_OF_BIRTH) * NANOS_PER_SECOND
              + status.getInt(OFFSET_OF_BIRTH + NANOS)
          : 0;
    } catch (LinkageError e) {
      return 0;
    }
  }

  private static final class Calls {
    static {
      Native.register(Calls.class, "c");
    }

    private Calls() {}

    static native int statx(int directory, String path, int flags, int mask, Pointer status);
  }
}

package dev.maxdiff.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The ownership of one venue's state (promise P8), from {@link #acquire} to {@link #close}.
 *
 * <p>The ownership is a POSIX lock on the empty file {@code lock}. The process opens the file once
 * and never reads or deletes it, because the kernel releases the lock when the process closes
 * <em>any</em> descriptor of the file. For the same reason a second runtime in this JVM must not
 * open the file; a table of this JVM therefore lists the owned directories.
 */
public final class DirectoryLock implements AutoCloseable {

  private static final Set<StateDirectory.Identity> OWNED_IN_THIS_JVM =
      ConcurrentHashMap.newKeySet();

  /** The kernel's table of file locks; read for messages only. */
  private static final Path PROC_LOCKS = Path.of("/proc/locks");

  private final StateDirectory directory;
  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final long inode;

  private DirectoryLock(StateDirectory directory, Path file, FileChannel channel, FileLock lock)
      throws IOException {
    this.directory = directory;
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.inode = StateDirectory.unix(file, "ino", LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes the lock; never waits.
   *
   * @throws OwnedElsewhereException when another runtime holds the lock
   * @throws StateException when the file cannot be locked
   */
  public static DirectoryLock acquire(StateDirectory directory) {
    if (!OWNED_IN_THIS_JVM.add(directory.identity())) {
      throw owned(directory, OptionalLong.of(ProcessHandle.current().pid()));
    }
    boolean acquired = false;
    try {
      DirectoryLock lock = lock(directory);
      acquired = true;
      return lock;
    } catch (IOException e) {
      throw new StateException(directory.file("lock") + ": " + e + " (expected: lockable)", e);
    } finally {
      if (!acquired) {
        OWNED_IN_THIS_JVM.remove(directory.identity());
      }
    }
  }

  private static DirectoryLock lock(StateDirectory directory) throws IOException {
    Path file = directory.file("lock");
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.file());
    Optional<FileLock> lock = tryLock(channel);
    if (lock.isEmpty()) {
      channel.close();
      throw owned(directory, holder(file));
    }
    return new DirectoryLock(directory, file, channel, lock.get());
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether the path still names the locked file; false after the folder was moved or
   * deleted.
   */
  public boolean stillOurs() {
    try {
      return lock.isValid() && StateDirectory.unix(file, "ino", LinkOption.NOFOLLOW_LINKS) == inode;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StateException(file + ": " + e, e);
    } finally {
      OWNED_IN_THIS_JVM.remove(directory.identity());
    }
  }

  private static OwnedElsewhereException owned(StateDirectory directory, OptionalLong holder) {
    String owner = owner(directory, holder);
    return new OwnedElsewhereException(
        "state directory " + directory.folder() + " is owned by " + owner);
  }

  /**
   * Describes the owner. A starting runtime writes {@code runtime.json} last, so the file may be of
   * an earlier runtime: its pid must be that of the lock's holder.
   */
  private static String owner(StateDirectory directory, OptionalLong holder) {
    try {
      return RuntimeFile.read(directory)
          .filter(file -> holder.isEmpty() || holder.getAsLong() == file.pid())
          .map(RuntimeFile::words)
          .orElseGet(() -> starting(holder));
    } catch (StateException e) {
      return starting(holder) + " (" + e.getMessage() + ")";
    }
  }

  private static String starting(OptionalLong holder) {
    return holder.isPresent()
        ? "process " + holder.getAsLong() + ", which is still starting"
        : "another runtime that is still starting";
  }

  /** Returns the pid that holds a POSIX lock on the file; empty when the table does not show it. */
  private static OptionalLong holder(Path file) {
    try (Stream<String> lines = Files.lines(PROC_LOCKS, StandardCharsets.US_ASCII)) {
      String inode = ":" + StateDirectory.unix(file, "ino");
      return lines
          .map(line -> line.trim().split("\\s+"))
          .filter(field -> field.length >= 6 && field[1].equals("POSIX"))
          .filter(field -> field[5].endsWith(inode))
          .mapToLong(field -> Long.parseLong(field[4]))
          .filter(pid -> pid > 0)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

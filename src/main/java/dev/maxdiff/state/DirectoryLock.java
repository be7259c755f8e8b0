package dev.maxdiff.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ownership of one venue's state (promise P8), from {@link #acquire} to {@link #close}.
 *
 * <p>It is a lock on the empty file {@code lock}, which is opened once and never read or deleted: a
 * POSIX lock is lost when <em>any</em> descriptor of the file is closed in the process. For the
 * same reason a second runtime in this JVM must not even open the file, so owned folders are
 * remembered per JVM; the operating system keeps no such table.
 */
public final class DirectoryLock implements AutoCloseable {

  private static final Set<StateDirectory.Identity> OWNED_IN_THIS_JVM =
      ConcurrentHashMap.newKeySet();

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

  /** Takes the lock at once, or refuses with {@link OwnedElsewhereException}. */
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
      throw owned(directory, ProcLocks.holder(file));
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

  /** Whether the path still leads to the locked file: false once the folder was moved or wiped. */
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

  /** A runtime writes its file last: until then the one that lies there may be of an earlier. */
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
}

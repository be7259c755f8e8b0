package dev.maxdiff.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files atomically: a reader sees either the old or the new content.
 *
 * <p>The temporary file has a random name, so two writers never share a file (hazard H27). Only the
 * owner can read the files.
 */
public final class AtomicFiles {

  public static final String TEMPORARY = ".tmp";

  private AtomicFiles() {}

  /**
   * Replaces the content of {@code file}. On return the content survives the end of the process.
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, content, false);
  }

  /** Replaces the content of {@code file}. On return the content survives power loss. */
  public static void writeDurably(Path file, byte[] content) throws IOException {
    write(file, content, true);
    if (OwnerOnly.IS_SUPPORTED) {
      try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
        folder.force(true);
      }
    }
  }

  /**
   * Creates a file that survives power loss. An existing file stays as it is: of several concurrent
   * callers the first one wins.
   */
  static void create(Path file, byte[] content) throws IOException {
    Path temporary = temporary(file);
    try {
      fill(temporary, content, true);
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      // another caller has created the complete file
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path temporary(Path file) {
    ThreadLocalRandom random =
        ThreadLocalRandom.current(); // the name is no secret, and SecureRandom is slow
    UUID unique = new UUID(random.nextLong(), random.nextLong());
    return file.resolveSibling("." + file.getFileName() + "." + unique + TEMPORARY);
  }

  private static void fill(Path file, byte[] content, boolean force) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file())) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (force) {
        channel.force(true);
      }
    }
  }

  private static void write(Path file, byte[] content, boolean force) throws IOException {
    Path temporary = temporary(file);
    boolean moved = false;
    try {
      fill(temporary, content, force);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}

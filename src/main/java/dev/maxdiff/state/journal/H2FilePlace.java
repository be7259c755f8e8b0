package dev.maxdiff.state.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Compares an open file with what lies at its path. A commit into a file that was removed, replaced
 * or truncated is lost at the end of the process, so it must not be acknowledged.
 */
final class H2FilePlace {

  private static final String STORE = ".mv.db";
  private static final byte[] HEADER = "H:2".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 4096;

  private final Path path;
  private final FileChannel file;
  private final Object key; // device and inode; null where the system has none
  private long size;

  H2FilePlace(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    this.key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    this.size = file.size();
  }

  /** Notes that the file reaches at least this far. */
  void written(long end) {
    size = Math.max(size, end);
  }

  void truncated(long end) {
    size = Math.min(size, end);
  }

  /** Throws when the path no longer shows this file with everything that was written. */
  void require() throws IOException {
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw lost("removed");
    }
    if (!Objects.equals(key, now.fileKey())) {
      throw lost("replaced");
    }
    if (now.size() < size) {
      throw lost("truncated to " + now.size() + " bytes of " + size);
    }
    if (path.toString().endsWith(STORE) && size >= 2 * BLOCK && !hasHeader()) {
      throw lost("overwritten");
    }
  }

  /** The store has two copies of its header; H2 writes one after the other. */
  private boolean hasHeader() throws IOException {
    return hasHeaderAt(0) || hasHeaderAt(BLOCK);
  }

  private boolean hasHeaderAt(long position) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(HEADER.length);
    file.read(read, position);
    return ByteBuffer.wrap(HEADER).equals(read.flip());
  }

  private IOException lost(String how) {
    return new IOException(
        path + ": " + how + " while the runtime runs (expected: the file that it has opened)");
  }
}

package dev.maxdiff.process;

import dev.maxdiff.state.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps watchers' logs small. The children append, so the end of a file can be copied to {@code
 * NAME.1} and the file truncated under them; lines written in between are lost.
 */
final class LogTrimmer {

  private static final Logger LOG = LoggerFactory.getLogger(LogTrimmer.class);

  private final long limit;
  private final long minimumFree;

  LogTrimmer(ProcessSettings settings) {
    this.limit = settings.logLimit();
    this.minimumFree = settings.logMinimumFree();
  }

  /** Blocks. Returns whether the log was above the limit. */
  boolean trim(Path log) {
    try {
      if (!Files.exists(log) || Files.size(log) <= limit) {
        return false;
      }
      truncate(log);
    } catch (IOException e) {
      LOG.warn("Log {} was not trimmed: {}", log, e.getMessage());
    }
    return true;
  }

  private void truncate(Path log) throws IOException {
    try (FileChannel file =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (Files.getFileStore(log).getUsableSpace() >= minimumFree) {
        copyEnd(file, log.resolveSibling(log.getFileName() + ".1"));
      }
      file.truncate(0);
    }
  }

  private void copyEnd(FileChannel file, Path copy) throws IOException {
    OwnerOnly.create(copy);
    try (FileChannel out =
        FileChannel.open(copy, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      long at = Math.max(0, file.size() - limit);
      long end = at + limit;
      long moved;
      do {
        moved = file.transferTo(at, end - at, out);
        at += moved;
      } while (at < end && moved > 0);
    }
  }
}

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
 * Trims a log above its limit: copies the end of the log to {@code NAME.1} and truncates the log.
 * Children append, so they continue at the new end; lines written between copy and truncation are
 * lost.
 */
final class LogTrimmer {

  private static final Logger LOG = LoggerFactory.getLogger(LogTrimmer.class);

  private final long limit;
  private final long minimumFree;

  LogTrimmer(ProcessSettings settings) {
    this.limit = settings.logLimit();
    this.minimumFree = settings.logMinimumFree();
  }

  /** Trims the log when it is above the limit; blocks. Returns whether it was above the limit. */
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

package dev.maxdiff.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps watchers' logs small. The children append, so a file can be copied to {@code NAME.1} and
 * truncated under them; lines written in between are lost.
 */
final class LogTrimmer {

  private static final Logger LOG = LoggerFactory.getLogger(LogTrimmer.class);

  private final long limit;
  private final long minimumFree;

  LogTrimmer(ProcessSettings settings) {
    this.limit = settings.logLimit();
    this.minimumFree = settings.logMinimumFree();
  }

  /** Blocks. */
  void trim(Collection<Path> logs) {
    for (Path log : logs) {
      try {
        if (Files.exists(log) && Files.size(log) > limit) {
          trim(log);
        }
      } catch (IOException e) {
        LOG.warn("Log {} was not trimmed: {}", log, e.getMessage());
      }
    }
  }

  private void trim(Path log) throws IOException {
    if (Files.getFileStore(log).getUsableSpace() >= minimumFree) {
      Path copy = log.resolveSibling(log.getFileName() + ".1");
      Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
  }
}

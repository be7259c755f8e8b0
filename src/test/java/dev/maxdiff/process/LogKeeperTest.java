package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread keeps all logs small. */
class LogKeeperTest {

  private static final int MIB = 1 << 20;
  private static final long DISK = 1L << 40;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** The space that a trim frees is used up again before the next look: free space says nothing. */
  @Test
  void whatIsWrittenRightAfterATrimIsTrimmedToo() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    try (LogKeeper keeper = keeper(log)) {
      keeper.add(log);
      keeper.start();
      for (int i = 0; i < 5; i++) {
        write(log);
        awaitTrimmed(log);
      }
    }
  }

  /** What was written before the first look was never seen as space that went away. */
  @Test
  void whatIsWrittenBeforeTheFirstLookIsTrimmedToo() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    write(log);
    try (LogKeeper keeper = keeper(log)) {
      keeper.add(log);
      keeper.start();
      awaitTrimmed(log);
    }
  }

  private static void write(Path log) throws IOException {
    Files.write(log, new byte[2 * MIB], StandardOpenOption.APPEND);
  }

  private static void awaitTrimmed(Path log) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Files.size(log) > MIB) {
      assertThat(System.nanoTime()).as("%s is never trimmed", log).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(1); // between two looks
    }
  }

  /** A file system that holds nothing but the log. */
  private static LogKeeper keeper(Path log) {
    Map<String, Object> settings =
        Map.of(
            "maxdiff.process.log-limit", MIB,
            "maxdiff.process.log-minimum-free", "0",
            "maxdiff.process.housekeeping-interval", "1h");
    return new LogKeeper(
        ProcessSettings.from(
            ConfigFactory.parseMap(settings).withFallback(ConfigFactory.defaultReference())),
        () -> DISK - log.toFile().length());
  }
}

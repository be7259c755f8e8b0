package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.state.files.FolderChangeSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One thread limits all logs. */
class LogKeeperTest {

  private static final int MIB = 1 << 20;
  private static final long DISK = 1L << 40;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  /** A log grows by the trimmed space before the next check: the free space shows no change. */
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

  /** Bytes written before the first check do not change the free space. */
  @Test
  void bytesWrittenBeforeTheFirstCheckAreTrimmedToo() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    write(log);
    try (LogKeeper keeper = keeper(log)) {
      keeper.add(log);
      keeper.start();
      awaitTrimmed(log);
    }
  }

  @Test
  void itSleepsUntilSomethingIsWritten() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    ManualChangeSignal signal = new ManualChangeSignal();
    try (LogKeeper keeper = keeper(() -> DISK - log.toFile().length(), signal)) {
      keeper.add(log);
      keeper.start();
      signal.awaitWaiting();
      write(log);
      signal.trigger();
      awaitTrimmed(log);
      signal.awaitWaiting();
    }
  }

  /** Also for a signal that could not be set at first, because the folder was missing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void whatIsWrittenRightBeforeTheAlarmIsSetIsTrimmed(int refusals) throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    ManualChangeSignal signal = new ManualChangeSignal();
    signal.refusals = refusals;
    signal.beforeItIsSet = () -> write(log);
    try (LogKeeper keeper = keeper(() -> DISK - log.toFile().length(), signal)) {
      keeper.add(log);
      keeper.start();
      signal.awaitWaiting();
      assertThat(Files.size(log)).isLessThanOrEqualTo(MIB);
    }
  }

  /** Space that other programs free during the sleep hides the same number of written bytes. */
  @Test
  void whatOthersFreeWhileItSleepsHidesNothing() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    ManualChangeSignal signal = new ManualChangeSignal();
    AtomicLong freed = new AtomicLong();
    try (LogKeeper keeper = keeper(() -> DISK + freed.get() - log.toFile().length(), signal)) {
      keeper.add(log);
      keeper.start();
      signal.awaitWaiting();
      freed.set(16L * MIB);
      write(log);
      signal.trigger();
      awaitTrimmed(log);
    }
  }

  @Test
  void theHousekeepingIntervalEndsItsSleep() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    ManualChangeSignal signal = new ManualChangeSignal();
    try (LogKeeper keeper = keeper(() -> DISK, signal, "1ms")) {
      keeper.start();
      signal.awaitWaiting();
      keeper.add(log);
      write(log);
      awaitTrimmed(log);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFloodEndsTheSleepOfTheRealAlarmAndSoDoesItsClose() throws Exception {
    Path log = Files.createFile(folder.resolve("watcher.log"));
    ManualChangeSignal signal = new ManualChangeSignal();
    signal.real = FolderChangeSignal.open();
    try (LogKeeper keeper = keeper(() -> DISK - log.toFile().length(), signal)) {
      keeper.add(log);
      keeper.start();
      signal.awaitWaiting();
      write(log);
      awaitTrimmed(log);
      signal.awaitWaiting();
    }
    assertThat(signal.closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private static void write(Path log) throws IOException {
    Files.write(log, new byte[2 * MIB], StandardOpenOption.APPEND);
  }

  private static void awaitTrimmed(Path log) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Files.size(log) > MIB) {
      assertThat(System.nanoTime()).as("%s is never trimmed", log).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(1); // between two checks
    }
  }

  /** A file system that contains only the log. */
  private LogKeeper keeper(Path log) {
    return keeper(() -> DISK - log.toFile().length(), FolderChangeSignal.NONE);
  }

  private LogKeeper keeper(LongSupplier freeSpace, FolderChangeSignal signal) {
    return keeper(freeSpace, signal, "1h");
  }

  private LogKeeper keeper(LongSupplier freeSpace, FolderChangeSignal signal, String housekeeping) {
    Map<String, Object> settings =
        Map.of(
            "maxdiff.process.log-limit", MIB,
            "maxdiff.process.log-minimum-free", "0",
            "maxdiff.process.housekeeping-interval", housekeeping);
    return new LogKeeper(
        ProcessSettings.from(
            ConfigFactory.parseMap(settings).withFallback(ConfigFactory.defaultReference())),
        folder,
        freeSpace,
        signal,
        Duration.ofMillis(1));
  }

  private interface Action {
    void run() throws IOException;
  }

  /** A signal that the test triggers, or a real signal triggers; reports each wait. */
  private static final class ManualChangeSignal implements FolderChangeSignal {

    private final Semaphore asleep = new Semaphore(0);
    private final Semaphore writes = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile FolderChangeSignal real;
    private volatile Action beforeItIsSet;
    private int refusals;

    void awaitWaiting() throws InterruptedException {
      assertThat(asleep.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void trigger() {
      writes.release();
    }

    @Override
    public boolean set(Path folder) {
      if (refusals > 0) {
        refusals--;
        return false;
      }
      Action first = beforeItIsSet;
      beforeItIsSet = null;
      try {
        if (first != null) {
          first.run();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return real == null || real.set(folder);
    }

    @Override
    public boolean await(Duration atMost) {
      asleep.release();
      try {
        return real == null
            ? writes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)
            : real.await(atMost);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void wake() {
      writes.release();
      if (real != null) {
        real.wake();
      }
    }

    @Override
    public void close() {
      if (real != null) {
        real.close();
      }
      closed.countDown();
    }
  }
}

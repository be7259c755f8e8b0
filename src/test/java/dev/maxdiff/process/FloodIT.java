package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.RealChildren;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child that writes endlessly. */
@Tag("process")
@Timeout(120)
class FloodIT {

  private static final long MIB = 1 << 20;

  /** The bytes written, of 1 GiB; their number depends on the disk. */
  private static final long BOUND = 700 * MIB;

  private static final ActorTestKit KIT = ActorTestKit.create();

  @TempDir Path directory;

  @BeforeEach
  void writeProgram() {
    MisbehavingChildren.writeTo(directory);
  }

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void aFloodOfOneGibibyteStaysBoundedAndStopsAtOnce() {
    try (RealChildren children = children("0")) {
      SlotId quiet = WatcherKey.parse("ETHUSD|buy|maxdiff").slot(Slot.EXIT);
      children.runner.run(children.launch(quiet, 1, "exec sleep 600"));
      children.runner.run(children.launch(1, MisbehavingChildren.command("flood")));
      children.launched();

      long largest = largestUntil(children, "flood.flooded");

      assertThat(largest).isLessThan(BOUND);
      children.await("a copy", () -> copy(children).toFile().length() > 0); // the log grows again
      assertThat(copy(children).toFile().length()).isLessThanOrEqualTo(MIB);
      long begin = System.nanoTime();
      children.runner.run(children.launch(2, "exec sleep 600"));
      assertThat(children.exited().status()).isEqualTo(ExitStatus.signalled(15));
      children.launched();
      System.out.printf(
          "a flood of 1 GiB: the log had at most %d MiB, a replace took %s%n",
          largest / MIB, Duration.ofNanos(System.nanoTime() - begin));
      children.await("a small log", () -> children.log().toFile().length() <= MIB);
    }
  }

  @Test
  void withLittleSpaceAFloodIsCutWithoutACopyAndTheSweepIsUnaffected() {
    try (RealChildren children = children("8000PiB")) {
      children.runner.run(children.launch(1, MisbehavingChildren.command("flood")));
      children.launched();
      long[] before = {0};
      children.await("the log grows and is cut", () -> cut(children, before));

      assertThat(children.sweep().killed()).isZero();
      assertThat(copy(children)).doesNotExist();
    }
  }

  private static boolean cut(RealChildren children, long[] before) {
    long size = children.log().toFile().length();
    boolean smaller = size < before[0];
    before[0] = size;
    return smaller;
  }

  private long largestUntil(RealChildren children, String file) {
    long largest = 0;
    while (!directory.resolve(file).toFile().exists()) {
      largest = Math.max(largest, children.log().toFile().length());
      Thread.onSpinWait();
    }
    return largest;
  }

  private static Path copy(RealChildren children) {
    return children.log().resolveSibling("watcher.log.1");
  }

  private RealChildren children(String minimumFree) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("maxdiff.process.log-limit", MIB);
    settings.put("maxdiff.process.log-minimum-free", minimumFree);
    return new RealChildren(
        KIT,
        directory,
        ProcessSettings.from(
            ConfigFactory.parseMap(settings).withFallback(ConfigFactory.defaultReference())));
  }
}

package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child and its handle, without registry and bridge, which both ask it to end. */
@Timeout(60)
class OwnProcessIT {

  /** Cleans up for ever when it is asked to end, and is ended by a second signal. */
  private static final String CLEANS_UP =
      "trap 'trap - TERM; echo asked' TERM; while :; do echo alive; sleep 0.02; done";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"native", "portable"})
  void isAskedToEndOnce(String spawn) throws Exception {
    OperatingSystem system = OperatingSystem.of(RealChildren.settings(spawn, "300ms"));
    OwnProcess child = spawn(system);
    try {
      awaitLines(lines -> lines.contains("alive"));

      child.terminate();
      awaitLines(lines -> lines.contains("asked"));
      child.terminate();

      int before = lines().size();
      awaitLines(lines -> lines.size() >= before + 5);
      assertThat(end(child)).isEqualTo(ExitStatus.signalled(9));
    } finally {
      end(child);
      system.close();
    }
  }

  private OwnProcess spawn(OperatingSystem system) throws IOException {
    return system.spawn(
        new SpawnRequest(
            List.of("/bin/sh", "-c", CLEANS_UP), Map.of("PATH", "/usr/bin:/bin"), log(), false));
  }

  private static ExitStatus end(OwnProcess child) throws Exception {
    child.kill();
    child.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return child.bury().status();
  }

  private void awaitLines(Predicate<List<String>> condition) {
    while (!condition.test(lines()) && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(condition.test(lines())).as("what was awaited, in %s", lines()).isTrue();
  }

  private Path log() {
    return directory.resolve("log");
  }

  private List<String> lines() {
    try {
      return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

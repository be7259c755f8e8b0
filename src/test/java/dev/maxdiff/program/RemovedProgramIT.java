package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of the bundled watcher are removed below a running runtime. */
@Timeout(240)
class RemovedProgramIT {

  @TempDir Path directory;

  @Test
  void p6TheNextLaunchAndTheNextSentinelWriteTheFilesAgain() throws IOException {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.steady("5")) {
      sandbox.exit("a", "1300");
      awaitReport(session, sandbox, "1300"); // all its classes are loaded then
      removeAll(sandbox.state().resolve("embedded").resolve("child"));

      sandbox.exit("a", "1310");
      session.await(
          "the next watcher",
          () -> sandbox.watchers().stream().anyMatch(watcher -> watcher.generation() == 2));
      List<Long> first = sandbox.sentinels();
      ProcessHandle.of(first.get(0)).ifPresent(ProcessHandle::destroyForcibly);
      session.await(
          "another sentinel",
          () -> sandbox.sentinels().size() == 1 && !sandbox.sentinels().equals(first));
      awaitReport(session, sandbox, "1310");

      assertThat(session.output()).doesNotContain("RESTARTING", "LAUNCH_FAILED");
    }
  }

  /** Waits until the watcher has polled and reported what it has seen. */
  private static void awaitReport(Program session, Sandbox sandbox, String price) {
    session.await(
        "a report of the watcher at " + price,
        () ->
            sandbox
                .file("BTCUSD|buy|a", "exit", price)
                .filter(file -> file.has("position_qty"))
                .isPresent());
  }

  private static void removeAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

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
      session.await("a watcher", () -> sandbox.watchers().size() == 1);
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
      session.await(
          "a report of the watcher",
          () ->
              sandbox
                  .file("BTCUSD|buy|a", "exit", "1310")
                  .filter(file -> file.path("active").asBoolean())
                  .isPresent());

      assertThat(session.output()).doesNotContain("RESTARTING", "LAUNCH_FAILED");
    }
  }

  private static void removeAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

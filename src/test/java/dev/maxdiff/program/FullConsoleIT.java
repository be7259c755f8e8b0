package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A runtime whose console nobody reads: both outputs are one full pipe from the start. */
@Timeout(240)
class FullConsoleIT {

  @TempDir Path directory;

  @Test
  void p4p5WithoutAReaderTheSentinelIsReplacedAndASignalEndsEverything() throws IOException {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.unread("--no-loop", "--speed=1")) {
      sandbox.exit("a", "1300");
      session.await("a watcher", () -> sandbox.watchers().size() == 1);
      List<Long> first = sandbox.sentinels();
      first.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      session.await(
          "another sentinel",
          () -> sandbox.sentinels().size() == 1 && !sandbox.sentinels().equals(first));

      session.signal("TERM");

      assertThat(session.exitCode()).isZero();
      assertThat(sandbox.watchers()).isEmpty();
      assertThat(Files.readString(sandbox.state().resolve("embedded/logs/runtime.log")))
          .contains("The sentinel ended", "Shutdown complete");
    }
  }
}

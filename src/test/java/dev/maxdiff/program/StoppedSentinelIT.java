package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sentinel that is stopped would not end the watchers of a killed runtime. */
@Timeout(240)
class StoppedSentinelIT {

  @TempDir Path directory;

  @Test
  void p5AStoppedSentinelIsReplacedWithAnAlertAndTheNewOneEndsTheWatchers() throws Exception {
    Sandbox sandbox =
        new Sandbox(directory)
            .with(
                "maxdiff.process.sentinel.heartbeat = 1s",
                "maxdiff.process.sentinel.answer-within = 3s");
    try (Program session = sandbox.steady("5")) {
      sandbox.exit("a", "1300");
      session.await("a watcher", () -> sandbox.watchers().size() == 1);
      List<Long> first = sandbox.sentinels();
      signal("STOP", first.get(0));

      session.awaitOutput("gave no answer in time and is replaced");
      session.await(
          "another sentinel",
          () -> sandbox.sentinels().size() == 1 && !sandbox.sentinels().equals(first));
      assertThat(session.output()).contains("ALERT");
      ProcessHandle.of(session.pid()).ifPresent(ProcessHandle::destroyForcibly);

      session.await("no watcher", () -> sandbox.watchers().isEmpty());
    }
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }
}

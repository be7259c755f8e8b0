package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill-all} with a living runtime and with a hanging runtime. */
@Timeout(600)
class KillAllIT {

  @TempDir Path directory;

  @Test
  void killAllEndsEveryWatcherOfALivingAndOfAHungRuntimeForGood() {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.steady("5")) {
      wish(sandbox, session, "alive");

      sandbox.done("kill-all", "--yes");

      assertThat(sandbox.watchers()).isEmpty();
      wish(sandbox, session, "hung");

      session.signal("STOP");
      Program.Result refused = sandbox.command("kill-all", "--yes");
      assertThat(refused.code()).as(refused.output()).isEqualTo(1);
      assertThat(refused.output()).contains("--force");
      assertThat(sandbox.watchers()).hasSize(1);

      sandbox.done("kill-all", "--yes", "--force");

      assertThat(sandbox.watchers()).isEmpty();
      assertThat(session.exitCode()).isEqualTo(128 + 9);
    }
    try (Program again = sandbox.steady("5")) {
      wish(sandbox, again, "new");
      assertThat(sandbox.watchers())
          .singleElement()
          .satisfies(watcher -> assertThat(watcher.key()).isEqualTo("BTCUSD|buy|new"));
      assertThat(again.output()).doesNotContain("buy|alive", "buy|hung");
    }
  }

  private static void wish(Sandbox sandbox, Program session, String strategy) {
    WishClient.of(sandbox).exit(strategy, "1050");
    session.await("its watcher", () -> sandbox.watchers().size() == 1);
  }
}

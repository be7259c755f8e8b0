package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal's file is removed below a running runtime. */
@Timeout(240)
class RemovedJournalIT {

  @TempDir Path directory;

  @Test
  void p6NoWishIsAcknowledgedAndHealthyWatchersRunOn() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.steady("5")) {
      sandbox.exit("a", "1300");
      session.await("a watcher", () -> sandbox.watchers().size() == 1);
      List<MarkedProcesses.Marked> before = sandbox.watchers();
      Path journal = sandbox.state().resolve("embedded").resolve("journal.mv.db");
      Files.delete(journal);

      for (int i = 0; i < 2; i++) {
        Program.Result wish =
            sandbox.command(
                "exit", "BTCUSD", "--side=buy", "--strategy=b", "--takeprofit-price=1310");
        assertThat(wish.code()).as(wish.output()).isEqualTo(1);
      }

      assertThat(sandbox.watchers()).isEqualTo(before);
      assertThat(journal).doesNotExist();
    }
  }
}

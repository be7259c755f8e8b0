package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class DoctorChecksTest {

  private static final String NEWER = "{\"format\":3,\"h2\":\"9.9\"}";

  @TempDir Path root;

  private final List<String> lines = new ArrayList<>();

  @Test
  void aDirectoryWithoutAJournalPasses() {
    StateDirectory.open(root, Venue.PAPER, "");

    assertThat(run()).isTrue();
    assertThat(lines).contains("ok      paper: no runtime owns it");
  }

  @Test
  void aJournalOfANewerProgramDoesNot() throws IOException {
    Path file = StateDirectory.open(root, Venue.PAPER, "").file("journal.json");
    Files.writeString(file, NEWER);

    assertThat(run()).isFalse();
    assertThat(ofPaper())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("not ok  paper: " + file + ": the journal is of format 3")
        .endsWith("start the newer program)");
  }

  @Test
  void norWhileItsRuntimeRuns() throws IOException {
    StateDirectory directory = StateDirectory.open(root, Venue.PAPER, "");
    Files.writeString(directory.file("journal.json"), NEWER);

    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThat(lock.stillOurs()).isTrue();
      assertThat(run()).isFalse();
    }
  }

  private List<String> ofPaper() {
    return lines.stream().filter(line -> line.contains("paper: ")).toList();
  }

  private boolean run() {
    Config config =
        ConfigFactory.load()
            .withValue("maxdiff.state.root", ConfigValueFactory.fromAnyRef(root.toString()));
    return new DoctorChecks(config, lines::add).run();
  }
}

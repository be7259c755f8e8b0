package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.cli.Location;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillWithoutRuntimeTest {

  @TempDir Path root;

  @Test
  void p7AProcessThatTookThePidOfADeadRuntimeIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sh", "-c", "sleep 60; : maxdiff").start();
    try {
      StateDirectory directory = StateDirectory.open(root, Venue.EMBEDDED, "");
      Instant earlier = Instant.now().minus(Duration.ofHours(1));
      new RuntimeFile(URI.create("http://127.0.0.1:1"), other.pid(), earlier, "t", Venue.EMBEDDED)
          .write(directory);

      new KillWithoutRuntime(Map.of()).run(new Location(root, Venue.EMBEDDED, ""), false, true);

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.descendants().forEach(ProcessHandle::destroyForcibly);
      other.destroyForcibly();
    }
  }
}

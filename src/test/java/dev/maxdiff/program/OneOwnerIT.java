package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runtimes start at once on a new directory. */
@Timeout(240)
class OneOwnerIT {

  @TempDir Path directory;

  @Test
  void p8OfTwoFirstStartsAtOnceOneOwnsTheDirectoryAndTheOtherNamesTheOwner() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("state"));
    Files.createDirectory(directory.resolve("state"));
    try (Program one = start(directory.resolve("state"));
        Program two = start(link)) {
      one.await("a loser", () -> !one.isAlive() || !two.isAlive());
      Program loser = one.isAlive() ? two : one;
      Program winner = one.isAlive() ? one : two;

      assertThat(loser.exitCode()).as(loser.output()).isEqualTo(4);
      assertThat(loser.output())
          .contains("is owned by process " + winner.pid())
          .doesNotContain("\tat ");
      winner.awaitOutput(Sandbox.READY);
      List<Path> left;
      try (var files = Files.list(directory.resolve("state/embedded"))) {
        left = files.filter(file -> file.toString().endsWith(".tmp")).toList();
      }
      assertThat(left).isEmpty();
    }
  }

  private static Program start(Path state) {
    return Program.start(state, "run", "--port=0", "--no-loop");
  }
}

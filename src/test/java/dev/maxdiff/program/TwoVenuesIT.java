package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The venues embedded and paper side by side in one state directory. */
@Timeout(240)
class TwoVenuesIT {

  @TempDir Path directory;

  @Test
  void p7p8NeitherVenueTouchesTheOthersWatchers() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    try (Program embedded = sandbox.swinging("5");
        Program alpaca =
            Program.start(directory.resolve("alpaca"), "exchange", "--port=0", "--speed=1")) {
      alpaca.awaitOutput("Secret");
      try (Program paper = paper(alpaca)) {
        wish("embedded", "a");
        wish("paper", "b");
        List<Integer> ofEmbedded = awaitWatcher(embedded, "embedded");
        List<Integer> ofPaper = awaitWatcher(paper, "paper");

        paper.signal("KILL");
        paper.exitCode();
        paper.await("no watcher", () -> pids("paper").isEmpty());
        assertThat(pids("embedded")).isEqualTo(ofEmbedded);
        assertThat(ofPaper).doesNotContainAnyElementsOf(ofEmbedded);
      }
      try (Program paper = paper(alpaca)) {
        List<Integer> ofPaper = awaitWatcher(paper, "paper");

        embedded.signal("TERM");
        assertThat(embedded.exitCode()).as(embedded.output()).isZero();

        assertThat(pids("embedded")).isEmpty();
        assertThat(pids("paper")).isEqualTo(ofPaper);
        paper.signal("TERM");
        assertThat(paper.exitCode()).as(paper.output()).isZero();
        assertThat(pids("paper")).isEmpty();
      }
    }
  }

  private Program paper(Program alpaca) throws Exception {
    String address = printed(alpaca, "Serving");
    Path settings =
        Files.writeString(
            directory.resolve("paper.conf"),
            "maxdiff.alpaca.paper-url = \"%s\"%nmaxdiff.alpaca.data-url = \"%s\"%n"
                .formatted(address, address));
    Program paper =
        Program.start(
            Map.of(
                "MAXDIFF_CONFIG", settings.toString(),
                "APCA_API_KEY_ID", printed(alpaca, "Key"),
                "APCA_API_SECRET_KEY", printed(alpaca, "Secret")),
            directory.resolve("state"),
            "run",
            "--alpaca",
            "--no-loop",
            "--port=0");
    paper.awaitOutput(Sandbox.READY);
    return paper;
  }

  private static String printed(Program program, String name) {
    return program
        .output()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).trim())
        .findFirst()
        .orElseThrow();
  }

  private void wish(String venue, String strategy) {
    Program.Result ended =
        Program.run(
            directory.resolve("state"),
            "exit",
            "BTCUSD",
            "--venue=" + venue,
            "--side=buy",
            "--strategy=" + strategy,
            "--takeprofit-price=1300",
            "--poll-seconds=0.2",
            "--force");
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  private List<Integer> awaitWatcher(Program program, String venue) {
    program.await("a watcher of " + venue, () -> pids(venue).size() == 1);
    return pids(venue);
  }

  private List<Integer> pids(String venue) {
    try {
      String uuid = Files.readString(directory.resolve("state/" + venue + "/identity")).trim();
      return MarkedProcesses.of(uuid).stream().map(MarkedProcesses.Marked::pid).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the whole program, from its jar, observed from outside. */
@Timeout(240)
class ProgramIT {

  private static final String READY = "Wishes are taken at";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void p4CtrlCEndsEveryWatcherAndSaysSo() throws Exception {
    try (Program session = runtime()) {
      wishExit("maxdiff", "1300");
      wishEntry("maxdiff", "500");
      session.await("two watchers", () -> watchers().size() == 2);

      session.signal("INT");

      assertThat(session.exitCode()).isZero();
      assertThat(session.output())
          .contains("Signal handlers registered for graceful shutdown")
          .containsSubsequence(
              "Received SIGINT, shutting down gracefully...",
              "Cleaning up spawned watcher processes...",
              "Shutdown complete");
      assertThat(watchers()).isEmpty();
      assertThat(everyWatcherFile("active")).allMatch("false"::equals);
    }
  }

  @Test
  void onlyTheOwnerMayReadTheWrittenFiles() throws Exception {
    try (Program session = runtime()) {
      wishExit("maxdiff", "1300");
      session.await("the watcher", () -> watchers().size() == 1);

      session.signal("TERM");

      assertThat(session.exitCode()).isZero();
    }
    try (Stream<Path> written = Files.walk(state())) {
      assertThat(written)
          .filteredOn(Files::isRegularFile)
          .filteredOn(
              file -> !file.toString().endsWith(".jsa")) // the class archive, written by the JVM
          .extracting(file -> state().relativize(file) + " " + permissions(file))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(" rw-------"));
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void p1p2p3ANewPriceSupersedesAndAnEqualWishStartsNothing() throws Exception {
    try (Program session = runtime()) {
      wishExit("maxdiff", "1300");
      session.await("the watcher", () -> watchers().size() == 1);
      int first = watchers().get(0).pid();

      assertThat(wishExit("maxdiff", "1300.0")).contains("as before");
      assertThat(watchers()).extracting(MarkedProcesses.Marked::pid).containsExactly(first);

      assertThat(wishExit("maxdiff", "1310")).contains("replacing 1300");
      session.await(
          "the newer watcher",
          () -> {
            List<MarkedProcesses.Marked> running = watchers();
            return running.size() == 1 && running.get(0).pid() != first;
          });
      session.awaitOutput("Terminating conflicting BTCUSD buy exit watcher at BTCUSD_buy_exit_");
      session.await(
          "the old watcher's file",
          () ->
              watcherFiles().stream()
                  .anyMatch(
                      file ->
                          file.path("state").asText().equals("superseded_exit_watcher")
                              && !file.path("active").asBoolean()));
    }
  }

  @Test
  void p5p6KillNineLeavesNoWatcherAndForgetsNoWish() throws Exception {
    try (Program session = runtime()) {
      wishExit("maxdiff", "1300");
      wishExit("highlow", "1305.5");
      session.await("two watchers", () -> watchers().size() == 2);

      session.signal("KILL");

      session.exitCode();
      session.await("no watcher", () -> watchers().isEmpty());
    }
    Program.Result stored = command("status");
    assertThat(stored.code()).as(stored.output()).isZero();
    assertThat(stored.output()).contains("this is what the journal tells", "1300", "1305.5");
    Program.Result history = command("history", "BTCUSD");
    assertThat(history.code()).as(history.output()).isZero();
    assertThat(history.output()).contains("wished", "1305.5", "started");
    try (Program again = runtime()) {
      again.awaitOutput("resuming at");
      again.await("both watchers", () -> watchers().size() == 2);
      assertThat(watchers())
          .extracting(MarkedProcesses.Marked::key)
          .containsExactlyInAnyOrder("BTCUSD|buy|maxdiff", "BTCUSD|buy|highlow");
      assertThat(command("status").output()).contains("1305.5");
    }
  }

  @Test
  void p8ASecondRuntimeOnTheDirectoryIsRefused() throws Exception {
    try (Program session = runtime()) {
      Path link = Files.createSymbolicLink(directory.resolve("link"), state());

      for (Path path : List.of(state(), link)) {
        Program.Result second = Program.run(path, "run", "--plans=" + emptyPlan());

        assertThat(second.code()).as(second.output()).isEqualTo(4);
        assertThat(second.output()).contains(Long.toString(session.pid()));
      }
      assertThat(session.isAlive()).isTrue();
    }
  }

  @Test
  void killAllWorksWhenTheRuntimeIsDead() throws Exception {
    try (Program session = runtime()) {
      wishExit("maxdiff", "1300");
      session.await("the watcher", () -> watchers().size() == 1);
      session.signal("KILL");
      session.exitCode();
    }

    Program.Result killed = command("kill-all", "--yes");

    assertThat(killed.code()).as(killed.output()).isZero();
    assertThat(watchers()).isEmpty();
    try (Program again = runtime()) {
      // the start corrects the file that is still "active"
      assertThat(command("status").output())
          .contains(":: MaxDiff Watchers (0)")
          .doesNotContain("at 1300");
      assertThat(watchers()).isEmpty();
      assertThat(again.isAlive()).isTrue();
    }
  }

  @Test
  void withoutARuntimeStatusSaysHowToStartOne() {
    Program.Result status = command("status");

    assertThat(status.code()).isEqualTo(3);
    assertThat(status.output()).contains("maxdiff run");
  }

  @Test
  void p11BadInputGetsOneLineAndTheRightCode() throws Exception {
    try (Program session = runtime()) {
      assertUsage("takeprofit-price", "exit", "BTCUSD", "--side=buy", "--takeprofit-price=NaN");
      assertUsage("takeprofit-price", "exit", "BTCUSD", "--side=buy", "--takeprofit-price=1e400");
      assertUsage("side", "exit", "BTCUSD", "--side=long", "--takeprofit-price=1300");
      assertUsage("SYMBOL", "exit", "../x", "--side=buy", "--takeprofit-price=1300");
      assertUsage("strategy", "exit", "BTCUSD", "--side=buy", "--strategy=A B", "--price=1300");
      assertUsage("--nonsense", "status", "--nonsense");
      assertThat(session.isAlive()).isTrue();
      assertThat(watchers()).isEmpty();
    }
  }

  /** A program has nobody to ask: its wish is kept, and the answer warns. */
  @Test
  void aPriceFarFromTheMarketIsTakenWithAWarning() throws Exception {
    try (Program session = runtime()) {
      Program.Result far = command("exit", "BTCUSD", "--side=buy", "--takeprofit-price=9000");
      assertThat(far.code()).as(far.output()).isZero();
      assertThat(far.output()).contains("warning: 9000 is more than 20 % from the quote");
      assertThat(session.isAlive()).isTrue();
    }
  }

  private void assertUsage(String named, String... arguments) {
    Program.Result ended = command(arguments);
    assertThat(ended.code()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output()).contains(named);
  }

  private Program runtime() throws IOException {
    Program session = Program.start(state(), "run", "--port=0", "--plans=" + emptyPlan());
    session.awaitOutput(READY);
    return session;
  }

  private Path emptyPlan() throws IOException {
    Path plan = directory.resolve("plan.csv");
    Files.writeString(plan, "at,symbol,side,strategy,action,entry,takeprofit,qty,expires\n");
    return plan;
  }

  private Path state() {
    return directory.resolve("state");
  }

  private Program.Result command(String... arguments) {
    return Program.run(state(), arguments);
  }

  private String wishExit(String strategy, String price) {
    return accepted(
        "exit",
        "BTCUSD",
        "--side=buy",
        "--strategy=" + strategy,
        "--takeprofit-price=" + price,
        "--force");
  }

  private String wishEntry(String strategy, String price) {
    return accepted(
        "entry",
        "BTCUSD",
        "--side=buy",
        "--strategy=" + strategy,
        "--limit-price=" + price,
        "--target-qty=0.1",
        "--force");
  }

  private String accepted(String... arguments) {
    Program.Result ended = command(arguments);
    assertThat(ended.code()).as(ended.output()).isZero();
    return ended.output();
  }

  private List<MarkedProcesses.Marked> watchers() {
    return MarkedProcesses.of(runtimeUuid());
  }

  private String runtimeUuid() {
    try {
      return Files.readString(state().resolve("embedded").resolve("identity")).trim();
    } catch (IOException e) {
      return "none yet";
    }
  }

  private List<String> everyWatcherFile(String field) {
    return watcherFiles().stream()
        .map(file -> file.path(field).asText())
        .collect(Collectors.toList());
  }

  private List<JsonNode> watcherFiles() {
    try (Stream<Path> files = Files.list(state().resolve("maxdiff_watchers_embedded"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .map(ProgramIT::readWhole)
          .filter(Objects::nonNull)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** P9: an existing file is valid JSON at every reading. */
  private static JsonNode readWhole(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      if (Files.exists(file)) {
        throw new AssertionError(file + " is no valid JSON", e);
      }
      return null;
    }
  }
}

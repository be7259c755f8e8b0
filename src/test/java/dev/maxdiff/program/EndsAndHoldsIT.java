package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.os.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator has ended stays ended, and what an end or a start may not touch stays. */
@Timeout(300)
class EndsAndHoldsIT {

  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void open() {
    sandbox = new Sandbox(directory);
  }

  /** Commands without a terminal are a loop's; one calls them each minute. */
  @Test
  void killAllStaysDoneUnderALoopUntilTheOperatorResumes() {
    try (Program session = sandbox.steady("5")) {
      sandbox.entry("loop", "900", "0.1");
      session.await("a watcher", () -> !sandbox.watchers().isEmpty());
      sandbox.done("kill-all", "--yes");

      for (int minute = 0; minute < 2; minute++) {
        assertHeld("entry", "BTCUSD", "--side=buy", "--limit-price=900", "--target-qty=0.1");
        assertHeld("exit", "BTCUSD", "--side=buy", "--takeprofit-price=1100");
        sandbox.command("stop", "--all");
        sandbox.command("resume", "--all");
      }
      assertThat(sandbox.watchers()).isEmpty();

      sandbox.done("resume", "--all", "--operator");
      sandbox.entry("loop", "901", "0.1");
      session.await("a watcher", () -> !sandbox.watchers().isEmpty());
    }
  }

  /** The sentinel of a killed runtime needs its folder until it has ended the last watcher. */
  @AfterEach
  void awaitTheSweep() {
    sandbox.watchers().stream()
        .flatMap(watcher -> ProcessHandle.of(watcher.pid()).stream())
        .forEach(watcher -> watcher.onExit().join());
  }

  private void assertHeld(String... wish) {
    String[] all = Arrays.copyOf(wish, wish.length + 2);
    all[wish.length] = "--strategy=loop";
    all[wish.length + 1] = "--force";
    Program.Result refused = sandbox.command(all);
    assertThat(refused.output()).contains("held by an operator since");
    assertThat(refused.code()).isEqualTo(1);
  }

  @Test
  void p4ShutdownFromASecondTerminalEndsTheRuntimeAsCtrlCDoes() {
    try (Program session = sandbox.steady("5")) {
      sandbox.entry("kept", "900", "0.1");
      session.await("a watcher", () -> !sandbox.watchers().isEmpty());

      assertThat(sandbox.done("shutdown")).contains("has ended");

      // a zombie until this JVM has reaped it, and nothing else
      assertThat(ProcFs.ofThisMachine().stat((int) session.pid()).filter(stat -> !stat.isDead()))
          .isEmpty();
      assertThat(session.exitCode()).isZero();
      assertThat(session.output()).contains("Shutdown complete");
      assertThat(sandbox.watchers()).isEmpty();
    }
    try (Program again = sandbox.steady("5")) {
      assertThat(again.output()).contains("Restored wishes: 1");
    }
  }

  @Test
  void aPlanThatCannotBeReadAtTheStartIsRefusedOnlyWhereNoWishStands() {
    String missing = "--plans=" + sandbox.path("missing.csv");
    try (Program refused = sandbox.starting(missing)) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.output()).contains("missing.csv");
    }
    try (Program session = sandbox.run("--no-loop")) {
      sandbox.entry("kept", "100", "0.1");
      session.awaitOutput("WISHED BTCUSD|buy|kept entry");
    }
    try (Program session = sandbox.run(missing)) {
      session.awaitOutput("cannot be read");
      assertThat(session.output()).contains("Restored wishes: 1", "its wishes stand");
    }
  }

  @Test
  void aFreshStartThatCannotRecordLeavesTheSessionAlone() throws IOException {
    try (Program session = sandbox.run("--no-loop")) {
      sandbox.entry("kept", "100", "0.1");
      session.awaitOutput("WISHED BTCUSD|buy|kept entry");
    }
    Path file = Files.writeString(directory.resolve("file"), "no folder");

    try (Program refused = sandbox.starting("--fresh", "--no-loop", "--out=" + file)) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.output()).contains(file.toString());
    }

    try (Program again = sandbox.run("--no-loop")) {
      assertThat(again.output()).contains("Restored wishes: 1");
    }
    assertThat(sandbox.state().resolve("embedded").resolve("ended")).doesNotExist();
  }
}

package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every pid that a dead runtime has left behind in files and journal belongs to somebody else. */
@Timeout(180)
class PidReuseIT {

  private static final String LOOP = "#!/bin/sh\nwhile :; do sleep 1; done\n";

  @TempDir Path directory;

  private final List<Process> innocents = new ArrayList<>();

  @AfterEach
  void endInnocents() {
    innocents.forEach(WishedPid::end);
  }

  @Test
  void p7WhoeverGotThePidOfAWatcherOrOfTheRuntimeIsNeverSignalled() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    Path script = sandbox.write("watcher.sh", LOOP);
    sandbox.with("maxdiff.watcher.command = [\"/bin/sh\", \"" + script + "\"]");
    long runtime;
    int watcher;
    List<String> command;
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("theirs", "1050");
      session.await("the watcher", () -> leader(sandbox).isPresent());
      runtime = session.pid();
      watcher = leader(sandbox).orElseThrow();
      command = commandLine(watcher);
      session.signal("KILL");
      session.exitCode();
      session.await("no watcher", () -> sandbox.watchers().isEmpty());
    }
    Process asWatcher = innocent(watcher, command);
    Process asRuntime = innocent(runtime, List.of("/bin/sh", script.toString(), "maxdiff.jar"));
    Path older = olderFile(sandbox, watcher);

    Program.Ended forced = sandbox.command("kill-all", "--yes", "--force", "--venue=embedded");

    assertThat(forced.code()).as(forced.output()).isZero();
    assertThat(forced.output()).contains("ended 0 processes");
    assertThat(List.of(asWatcher, asRuntime)).allMatch(Process::isAlive);
    try (Program session = sandbox.swinging("5")) {
      assertThat(List.of(asWatcher, asRuntime)).allMatch(Process::isAlive);
      sandbox.exit("theirs", "1060");
      session.await("a watcher of its own", () -> leader(sandbox).isPresent());
      session.signal("KILL");
      session.exitCode();
      session.await("the end of the real orphan", () -> sandbox.watchers().isEmpty());
    }
    assertThat(List.of(asWatcher, asRuntime)).allMatch(Process::isAlive);
    assertThat(older).exists();
  }

  private Process innocent(long pid, List<String> command) throws Exception {
    Optional<Process> made = WishedPid.start(pid, new ProcessBuilder(command));
    assumeTrue(made.isPresent(), "no process can be made with pid " + pid + " (it takes root)");
    innocents.add(made.get());
    return made.get();
  }

  /** As the older system wrote it: only a pid tells whose process it is. */
  private static Path olderFile(Sandbox sandbox, int pid) throws Exception {
    Path file = sandbox.state().resolve("maxdiff_watchers_embedded/BTCUSD_buy_exit_old.json");
    return Files.writeString(
        file,
        """
        {"mode": "exit", "symbol": "BTCUSD", "side": "buy", "pid": %d, "active": true,
         "state": "watching_orders", "takeprofit_price": 1050.0}
        """
            .formatted(pid));
  }

  private static Optional<Integer> leader(Sandbox sandbox) {
    return sandbox.watchers().stream()
        .map(MarkedProcesses.Marked::pid)
        .filter(pid -> commandLine(pid).contains("close-position"))
        .findFirst();
  }

  private static List<String> commandLine(int pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Integer.toString(pid), "cmdline"));
      return List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return List.of(); // it has ended
    }
  }
}

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

/** Every pid in the files and the journal of a dead runtime belongs to an unrelated process. */
@Timeout(180)
class PidReuseIT {

  /** A thread of another program may take a pid before the test does. */
  private static final int ROUNDS = 5;

  private static final String LOOP = "#!/bin/sh\nwhile :; do sleep 1; done\n";

  @TempDir Path directory;

  private final List<Process> unrelated = new ArrayList<>();

  @AfterEach
  void endUnrelated() {
    unrelated.forEach(ChosenPid::end);
    unrelated.clear();
  }

  @Test
  void p7AnUnrelatedProcessWithThePidOfAWatcherOrRuntimeIsNeverSignalled() throws Exception {
    assumeTrue(ChosenPid.isAllowed(), "it takes root to choose a pid");
    Sandbox sandbox = new Sandbox(directory);
    Path script = sandbox.write("watcher.sh", LOOP);
    sandbox.with("maxdiff.watcher.command = [\"/bin/sh\", \"" + script + "\"]");
    Dead dead = killed(sandbox);
    for (int round = 1; !takePids(dead, script); round++) {
      endUnrelated();
      assumeTrue(round < ROUNDS, "no process can be made with the pids of the dead: " + dead);
      dead = killed(sandbox);
    }
    List<Process> reused = List.copyOf(unrelated);
    Path older = olderFile(sandbox, dead.watcher());

    Program.Result forced = sandbox.command("kill-all", "--yes", "--force", "--venue=embedded");

    assertThat(forced.code()).as(forced.output()).isZero();
    assertThat(forced.output()).contains("ended 0 processes");
    assertThat(reused).hasSize(2).allMatch(Process::isAlive);
    try (Program session = sandbox.swinging("5")) {
      assertThat(reused).allMatch(Process::isAlive);
      sandbox.done("resume", "--all", "--operator");
      sandbox.exit("theirs", "1060");
      session.await("a watcher of its own", () -> leader(sandbox).isPresent());
      session.signal("KILL");
      session.exitCode();
      session.await("the end of the real orphan", () -> sandbox.watchers().isEmpty());
    }
    assertThat(reused).allMatch(Process::isAlive);
    assertThat(older).exists();
  }

  /** The pids of an ended runtime and its watcher, and the watcher's command line. */
  private record Dead(long runtime, int watcher, List<String> command) {
    @Override
    public String toString() {
      return "%d, %s; %d, %s"
          .formatted(runtime, ChosenPid.holder(runtime), watcher, ChosenPid.holder(watcher));
    }
  }

  private static Dead killed(Sandbox sandbox) {
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("theirs", "1050");
      session.await("the watcher", () -> leader(sandbox).isPresent());
      int watcher = leader(sandbox).orElseThrow();
      Dead dead = new Dead(session.pid(), watcher, commandLine(watcher));
      session.signal("KILL");
      session.exitCode();
      session.await("no watcher", () -> sandbox.watchers().isEmpty());
      return dead;
    }
  }

  /** Starts unrelated processes with the two pids; returns false if a pid is not available. */
  private boolean takePids(Dead dead, Path script) throws Exception {
    return startUnrelated(dead.watcher(), dead.command())
        && startUnrelated(dead.runtime(), List.of("/bin/sh", script.toString(), "maxdiff.jar"));
  }

  private boolean startUnrelated(long pid, List<String> command) throws Exception {
    Optional<Process> made = ChosenPid.start(pid, new ProcessBuilder(command));
    made.ifPresent(unrelated::add);
    return made.isPresent();
  }

  /** A watcher file of the older system, which identifies a process by its pid alone. */
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

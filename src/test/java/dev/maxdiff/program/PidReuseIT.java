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

  /** A pid may be a thread's of some other program by the time we want it. */
  private static final int ROUNDS = 5;

  private static final String LOOP = "#!/bin/sh\nwhile :; do sleep 1; done\n";

  @TempDir Path directory;

  private final List<Process> innocents = new ArrayList<>();

  @AfterEach
  void endInnocents() {
    innocents.forEach(WishedPid::end);
    innocents.clear();
  }

  @Test
  void p7WhoeverGotThePidOfAWatcherOrOfTheRuntimeIsNeverSignalled() throws Exception {
    assumeTrue(WishedPid.canBeChosen(), "it takes root to choose a pid");
    Sandbox sandbox = new Sandbox(directory);
    Path script = sandbox.write("watcher.sh", LOOP);
    sandbox.with("maxdiff.watcher.command = [\"/bin/sh\", \"" + script + "\"]");
    Dead dead = killed(sandbox);
    for (int round = 1; !takePids(dead, script); round++) {
      endInnocents();
      assumeTrue(round < ROUNDS, "no process can be made with the pids of the dead: " + dead);
      dead = killed(sandbox);
    }
    List<Process> reused = List.copyOf(innocents);
    Path older = olderFile(sandbox, dead.watcher());

    Program.Ended forced = sandbox.command("kill-all", "--yes", "--force", "--venue=embedded");

    assertThat(forced.code()).as(forced.output()).isZero();
    assertThat(forced.output()).contains("ended 0 processes");
    assertThat(reused).hasSize(2).allMatch(Process::isAlive);
    try (Program session = sandbox.swinging("5")) {
      assertThat(reused).allMatch(Process::isAlive);
      sandbox.exit("theirs", "1060");
      session.await("a watcher of its own", () -> leader(sandbox).isPresent());
      session.signal("KILL");
      session.exitCode();
      session.await("the end of the real orphan", () -> sandbox.watchers().isEmpty());
    }
    assertThat(reused).allMatch(Process::isAlive);
    assertThat(older).exists();
  }

  /** The pids of a runtime and its watcher that are gone, and how the watcher was called. */
  private record Dead(long runtime, int watcher, List<String> command) {
    @Override
    public String toString() {
      return "%d, %s; %d, %s"
          .formatted(runtime, WishedPid.holder(runtime), watcher, WishedPid.holder(watcher));
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

  /** Makes the innocents; false when one of the pids cannot be had. */
  private boolean takePids(Dead dead, Path script) throws Exception {
    return innocent(dead.watcher(), dead.command())
        && innocent(dead.runtime(), List.of("/bin/sh", script.toString(), "maxdiff.jar"));
  }

  private boolean innocent(long pid, List<String> command) throws Exception {
    Optional<Process> made = WishedPid.start(pid, new ProcessBuilder(command));
    made.ifPresent(innocents::add);
    return made.isPresent();
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

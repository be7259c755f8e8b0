package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.process.UnkillableProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with faulty watchers; the strategy names the fault. */
@Timeout(240)
class MisbehavingWatchersIT {

  /** The processes of each fault, by the names of their pid files. */
  private static final List<String> MARKED =
      List.of(
          "stubborn.leader",
          "frozen.leader",
          "silent.leader",
          "daemon.leader",
          "daemon.daemon",
          "family.member",
          "family.outsider");

  private static final List<String> ERASED =
      List.of("erased.leader", "erased_daemon.leader", "erased_daemon.daemon");

  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void writeProgram() throws IOException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3"))),
        "there is no python3 on this machine");
    sandbox = new Sandbox(directory);
    Path script = sandbox.path("misbehaving.py");
    try (InputStream program = getClass().getResourceAsStream("/program/misbehaving.py")) {
      Files.copy(program, script);
    }
    sandbox.with("maxdiff.watcher.command = [\"python3\", \"-IS\", \"" + script + "\"]");
  }

  /** Ends the processes that a failed test has left. */
  @AfterEach
  void endAll() throws IOException {
    for (Map.Entry<String, Integer> process : pids().entrySet()) {
      if (isAlive(process.getValue()) && isOurs(process.getValue())) {
        ProcessHandle.of(process.getValue()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void p4KillAllAndCtrlCLeaveNoProcessOfFaultyWatchers() throws Exception {
    List<String> all = Stream.of(MARKED, ERASED).flatMap(List::stream).toList();
    Path plan = plan(all, "870");
    try (Program session = sandbox.run("--speed=1", "--plans=" + plan)) {
      Map<String, Integer> first = awaitAll(session, all);

      String killed = sandbox.done("kill-all", "--yes");

      session.await("the end of all: " + killed, () -> alive(first).isEmpty());
      awaitInactive(session);
      assertThat(sandbox.files().stream().map(MisbehavingWatchersIT::state))
          .allMatch(state -> List.of("withdrawn", "done", "ended").contains(state));

      deletePidFiles();
      sandbox.done("resume", "--all", "--operator");
      plan(all, "880");
      Map<String, Integer> second = awaitAll(session, all);
      session.signal("INT");

      assertThat(session.exitCode()).as(session.output()).isZero();
      assertThat(alive(second)).isEmpty();
      assertThat(sandbox.files()).noneMatch(file -> file.path("active").asBoolean());
    }
  }

  @Test
  void p5p7WithoutRuntimeAndSentinelKillAllAndTheNextStartLeaveNoProcess() throws Exception {
    List<String> all = Stream.concat(MARKED.stream(), Stream.of("erased.leader")).toList();
    Path plan = plan(all, "870");
    Map<String, Integer> left;
    try (Program session = sandbox.run("--speed=1", "--plans=" + plan)) {
      left = awaitAll(session, all);
      sandbox.done("status"); // the launches are in the journal by now
      session.signal("STOP"); // a running runtime would start another sentinel at once
      session.await("its stop", () -> isStopped(session.pid()));
      sentinel(session.pid()).destroyForcibly();
      session.signal("KILL");
      session.exitCode();
    }
    assertThat(alive(left)).isNotEmpty();

    String killed = sandbox.done("kill-all", "--yes");

    assertThat(alive(left)).as(killed).containsOnlyKeys("erased.leader");
    try (Program again = sandbox.run("--no-loop")) {
      assertThat(alive(left)).isEmpty(); // the journal knows pid and start of a leader
      awaitInactive(again);
      again.signal("TERM");
      assertThat(again.exitCode()).isZero();
    }
  }

  private static boolean isStopped(long pid) {
    return ProcessTable.stat((int) pid).filter(stat -> stat.state() == 'T').isPresent();
  }

  @Test
  void p1p4AProcessThatOutlivesSigkillBlocksItsSlotAndIsNamedAtTheEnd() throws Exception {
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("held", "1050");
      try (UnkillableProcess held = UnkillableProcess.hold(awaitPid(session, "held.leader"))) {
        deletePidFiles();
        sandbox.exit("held", "1060");
        String words = "process " + held.pid() + " outlived SIGKILL";
        session.awaitOutput(words);

        assertThat(sandbox.done("status")).contains(words);
        sandbox.exit("held", "1070");
        Program.Result stopped = sandbox.command("stop", "BTCUSD", "--strategy=held");
        assertThat(stopped.output()).contains(words);
        sandbox.exit("held", "1080");
        assertThat(pids()).isEmpty();
      }
      // the process has ended: the slot works again
      try (UnkillableProcess held = UnkillableProcess.hold(awaitPid(session, "held.leader"))) {
        session.signal("INT");

        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.output()).contains("Process " + held.pid() + " could not be ended");
      }
    }
  }

  /** Writes a plan with an exit for every fault. */
  private Path plan(List<String> processes, String price) {
    StringBuilder rows = new StringBuilder("symbol,side,strategy,action,takeprofit\n");
    processes.stream()
        .map(process -> process.replaceFirst("\\..*", ""))
        .distinct()
        .forEach(
            fault ->
                rows.append("BTCUSD,buy,")
                    .append(fault)
                    .append(",hold,")
                    .append(price)
                    .append('\n'));
    return sandbox.write("plan.csv", rows.toString());
  }

  private Map<String, Integer> awaitAll(Program session, List<String> names) {
    session.await("all of " + names, () -> pids().keySet().containsAll(names));
    return pids();
  }

  private void awaitInactive(Program session) {
    session.await(
        "inactive files",
        () -> sandbox.files().stream().noneMatch(file -> file.path("active").asBoolean()));
  }

  private int awaitPid(Program session, String name) {
    return awaitAll(session, List.of(name)).get(name);
  }

  private Map<String, Integer> pids() {
    Map<String, Integer> pids = new TreeMap<>();
    for (File file : pidFiles()) {
      try {
        pids.put(file.getName(), Integer.parseInt(Files.readString(file.toPath()).strip()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return pids;
  }

  private void deletePidFiles() throws IOException {
    for (File file : pidFiles()) {
      Files.delete(file.toPath());
    }
  }

  private File[] pidFiles() {
    return directory
        .toFile()
        .listFiles((folder, name) -> name.matches(".*\\.(leader|daemon|member|outsider)"));
  }

  private static Map<String, Integer> alive(Map<String, Integer> pids) {
    Map<String, Integer> alive = new TreeMap<>(pids);
    alive.values().removeIf(pid -> !isAlive(pid));
    return alive;
  }

  private static boolean isAlive(int pid) {
    return read(pid, "stat", text -> text.substring(text.lastIndexOf(')') + 2))
        .matches("(?s)[^ZX].+");
  }

  /** Whether the pid still belongs to a process of this test. */
  private boolean isOurs(int pid) {
    return read(pid, "environ", text -> text).contains("MAXDIFF_")
        || read(pid, "comm", text -> text).startsWith("python");
  }

  private static String read(int pid, String file, UnaryOperator<String> part) {
    try {
      Path path = Path.of("/proc", Integer.toString(pid), file);
      return part.apply(Files.readString(path, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return "";
    }
  }

  private static ProcessHandle sentinel(long runtime) {
    return ProcessHandle.of(runtime)
        .orElseThrow()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("Sentinel"))
        .findFirst()
        .orElseThrow();
  }

  private static String state(JsonNode file) {
    return file.path("state").asText();
  }
}

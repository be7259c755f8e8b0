package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever fails after a spawn, the child is killed and reaped before the failure is reported. */
@Tag("process")
@Timeout(180)
class SpawnFailureIT {

  private static final int PIDS = 500; // more than other tests start between two lines of this

  @TempDir Path directory;
  private Path root;

  @BeforeEach
  void writeProc() throws IOException {
    root = directory.resolve("proc");
    Path random = Files.createDirectories(root.resolve("sys/kernel/random"));
    Files.writeString(random.resolve("boot_id"), "boot");
  }

  @Test
  void p1AChildWhoseFilesAreMissingIsKilledAndReaped() throws Exception {
    assertNothingIsLeftBy(open());
  }

  @Test
  void p1AChildWhoseFilesCannotBeReadIsKilledAndReaped() throws Exception {
    OperatingSystem system = open();
    unreadableProcessesFrom(ownPidOfANewProcess());

    assertNothingIsLeftBy(system);
  }

  private void assertNothingIsLeftBy(OperatingSystem system) {
    Set<Integer> before = leaders(); // of other tests in this JVM, which may not be reaped yet
    String mark = directory.getFileName().toString();
    try (system) {
      assertThatThrownBy(() -> system.spawn(request(mark)))
          .isInstanceOf(SpawnRefusedException.class)
          .hasMessageStartingWith("launch: /bin/sh (expected: a process; but: ");
    }

    Set<Integer> left = leaders();
    left.removeAll(before);
    assertThat(left).isEmpty();
  }

  /** The children of this JVM that lead a session, with zombies: only a native spawn makes them. */
  private static Set<Integer> leaders() {
    ProcFs real = ProcFs.ofThisMachine();
    int self = (int) ProcessHandle.current().pid();
    return real.pids().stream()
        .flatMap(pid -> real.stat(pid).stream())
        .filter(stat -> stat.parent() == self && stat.pid() == stat.session())
        .map(stat -> stat.pid())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private OperatingSystem open() {
    Optional<OperatingSystem> system = LinuxSystem.open(new ProcFs(root), false);
    assumeTrue(system.isPresent(), "no native spawn on this machine");
    return system.get();
  }

  private SpawnRequest request(String mark) {
    List<String> command = List.of("/bin/sh", "-c", "exec sleep 600 # " + mark, mark);
    return new SpawnRequest(command, Map.of(), directory.resolve("log"), false);
  }

  private static long ownPidOfANewProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  /** A directory in place of a file cannot be read, and {@code exe} shows that a program runs. */
  private void unreadableProcessesFrom(long first) throws IOException {
    for (long pid = first; pid < first + PIDS; pid++) {
      Path process = root.resolve(Long.toString(pid));
      Files.createDirectories(process.resolve("stat"));
      Files.createSymbolicLink(process.resolve("exe"), root.resolve("sys"));
    }
  }
}

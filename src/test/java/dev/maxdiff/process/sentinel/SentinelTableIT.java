package dev.maxdiff.process.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.ChildEnvironment;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.MisbehavingChildren;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.FakeRuntime;
import dev.maxdiff.process.os.OperatingSystem;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RealChildren;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.os.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sentinel's messages about children, and its actions on them. */
@Tag("process")
@Timeout(180)
class SentinelTableIT {

  private static final Duration GENEROUS = Duration.ofSeconds(6);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final List<String> ERASED =
      List.of("erased.leader", "erased_stubborn.leader", "erased_stubborn.member");

  @TempDir Path directory;

  private final OperatingSystem system =
      ChildProcesses.operatingSystem(RealChildren.settings("native", "2s"));
  private final ProcFs proc = ProcFs.ofThisMachine();
  private final List<ProcessIdentity> started = new ArrayList<>();
  private RuntimeMark mark;

  @BeforeEach
  void createMark() {
    mark = RealChildren.mark(directory, "first");
  }

  @AfterEach
  void endAll() {
    var sweep = new OrphanSweep(Duration.ofMillis(1), RealChildren.PATIENCE);
    sweep.endAll(mark);
    sweep.endJournalled(started, mark);
    system.close();
  }

  @Test
  void p5WatchersWithoutAMarkAreGoneAfterTheRuntimeWasKilledWithAnySentinel() throws Exception {
    MisbehavingChildren.writeTo(directory);
    List<String> scripts =
        List.of(
            MisbehavingChildren.command("erased"), MisbehavingChildren.command("erased_stubborn"));
    Process runtime = FakeRuntime.start(directory, mark, scripts);
    try {
      List<ProcessIdentity> watchers = new ArrayList<>();
      for (String file : ERASED) {
        watchers.add(awaitPidIn(file));
      }
      started.addAll(watchers);
      assertThat(watchers).allMatch(watcher -> proc.mark(watcher.pid()).isEmpty());
      replaceSentinel();

      long begin = System.nanoTime();
      runtime.destroyForcibly();
      await("their end", () -> watchers.stream().noneMatch(proc::isAlive));

      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.printf(
          "watchers without a mark were gone %d ms after the kill%n", took.toMillis());
      assertThat(took).isLessThan(GENEROUS);
    } finally {
      runtime.destroyForcibly().waitFor();
    }
  }

  @Test
  void p7OnlyStartedAndUnreapedChildrenAreEndedWithTheirSessions() throws Exception {
    Process child = foreign("setsid", "sh", "-c", "sleep 600 & echo $! > $DIR/member; wait");
    Process reaped = foreign("sleep", "600");
    Process reused = foreign("sleep", "600");
    ProcessIdentity member = awaitPidIn("member");
    started.add(member);
    OwnProcess sentinel = startSentinel();

    sentinel.write(SentinelMessage.started(identity(child)).line());
    sentinel.write(Sentinel.HEARTBEAT);
    sentinel.write(SentinelMessage.started(identity(reaped)).line());
    sentinel.write(SentinelMessage.ended(identity(reaped)).line());
    sentinel.write(
        new SentinelMessage(true, (int) reused.pid(), identity(reused).startTicks() - 1).line());
    sentinel.write("nonsense\n");
    sentinel.closeInput();

    sentinel.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(sentinel.reap().status()).isEqualTo(ExitStatus.exited(0));
    assertThat(child.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(proc.isAlive(member)).isFalse();
    assertThat(reaped.isAlive()).isTrue();
    assertThat(reused.isAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "portable"})
  void noCallerWaitsForASentinelThatDoesNotReadAndNoLineIsTorn(String spawn) throws Exception {
    String line = "+ 4711 123456789\n";
    try (OperatingSystem system =
        ChildProcesses.operatingSystem(RealChildren.settings(spawn, "2s"))) {
      List<String> command =
          List.of("sh", "-c", "while [ ! -e $DIR/go ]; do sleep 0.01; done; exec cat >&2");
      var environment = Map.of("PATH", System.getenv("PATH"), "DIR", directory.toString());
      Path log = directory.resolve("read");
      OwnProcess reader = system.spawn(new SpawnRequest(command, environment, log, true));
      started.add(reader.identity());
      long written = 0;
      while (reader.write(line)) {
        written++;
      }

      Files.createFile(directory.resolve("go"));
      await("room", () -> reader.write(line));
      reader.closeInput();

      reader.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
      reader.reap();
      assertThat(Files.readString(log)).isEqualTo(line.repeat((int) written + 1));
    }
  }

  private void replaceSentinel() {
    ProcessHandle first = awaitSentinel(0);
    first.destroyForcibly();
    ProcessHandle second = awaitSentinel(first.pid());
    // this thread starts after the classes of the sweep have been loaded
    await("its ears", () -> threads(second.pid()).contains("heartbeat"));
  }

  private ProcessHandle awaitSentinel(long not) {
    await("a sentinel", () -> sentinel().filter(found -> found.pid() != not).isPresent());
    return sentinel().orElseThrow();
  }

  private Optional<ProcessHandle> sentinel() {
    return ProcessHandle.allProcesses()
        .filter(
            handle ->
                List.of(handle.info().arguments().orElse(new String[0])).contains(mark.toString())
                    && handle.info().commandLine().orElse("").contains(Sentinel.class.getName()))
        .findFirst();
  }

  private String threads(long pid) {
    StringBuilder names = new StringBuilder();
    String[] threads = Path.of("/proc/" + pid + "/task").toFile().list();
    for (String thread : threads == null ? new String[0] : threads) {
      names.append(read(Path.of("/proc/" + pid + "/task/" + thread + "/comm")));
    }
    return names.toString();
  }

  private OwnProcess startSentinel() throws IOException {
    ProcessSettings settings = RealChildren.settings("native", "2s");
    ChildProgram program = ChildProgram.extract(directory.resolve("program"));
    List<String> command = program.sentinelCommand(mark, settings);
    var environment = new ChildEnvironment(System.getenv(), mark).ofSentinel();
    return system.spawn(
        new SpawnRequest(
            command, environment, directory.resolve("log"), true, program.directory()));
  }

  private Process foreign(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DIR", directory.toString());
    Process process = builder.start();
    started.add(identity(process));
    return process;
  }

  private ProcessIdentity identity(Process process) {
    return proc.identity((int) process.pid()).orElseThrow();
  }

  private ProcessIdentity awaitPidIn(String file) {
    Path path = directory.resolve(file);
    await(file, () -> read(path).endsWith("\n"));
    return proc.identity(Integer.parseInt(read(path).strip())).orElseThrow();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return ""; // an ended thread
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long giveUp = System.nanoTime() + RealChildren.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - giveUp).as(what).isNegative();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}

package dev.maxdiff.process.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.ChildEnvironment;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.FakeRuntime;
import dev.maxdiff.process.os.MarkScan;
import dev.maxdiff.process.os.OperatingSystem;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.RealChildren;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.os.SpawnRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sentinel's actions when the runtime dies, hangs or ends regularly. */
@Tag("process")
@Timeout(180)
public class SentinelIT {

  private static final List<String> SCRIPTS =
      List.of(
          "exec sleep 600",
          "trap '' TERM; while :; do sleep 0.05; done",
          "setsid sleep 600 & exec sleep 600");
  private static final int PROCESSES =
      5; // two scripts, one sleep of the second script, and the escapee
  private static final ActorTestKit KIT = ActorTestKit.create();

  @TempDir Path directory;

  private final OperatingSystem system =
      ChildProcesses.operatingSystem(RealChildren.settings("native", "2s"));
  private RuntimeMark mark;

  public static SlotId slot(int index) {
    return WatcherKey.parse("BTCUSD|buy|s" + index).slot(Slot.EXIT);
  }

  @BeforeEach
  void createMark() {
    mark = RealChildren.mark(directory, "first");
  }

  @AfterEach
  void endAll() {
    new OrphanSweep(Duration.ofMillis(1), RealChildren.PATIENCE).endAll(mark);
    system.close();
  }

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void p5EveryWatcherIsGoneTwoSecondsAfterTheRuntimeWasKilled() throws Exception {
    Process runtime = FakeRuntime.start(directory, mark, SCRIPTS);
    try {
      await(() -> marked() >= PROCESSES - 1 && sentinels() == 1);

      long begin = System.nanoTime();
      runtime.destroyForcibly();
      await(() -> marked() == 0);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
      await(() -> sentinels() == 0);
    } finally {
      runtime.destroyForcibly().waitFor();
    }
  }

  @Test
  void endsEverythingWhenTheHeartbeatStops() throws Exception {
    OwnProcess sentinel = startSentinel(500);
    startWatcher();

    sentinel.write(Sentinel.HEARTBEAT);

    await(() -> marked() == 0);
    sentinel.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(sentinel.reap().status()).isEqualTo(ExitStatus.exited(0));
  }

  @Test
  void staysThroughTheSignalsOfAServiceManagerUntilTheRuntimeIsGone() throws Exception {
    OwnProcess sentinel = startSentinel(30_000);
    startWatcher();
    // this thread starts after the handlers were installed
    await(() -> threads(sentinel.identity().pid()).contains("heartbeat"));
    sentinel.signalGroup(OwnProcess.Signal.TERM);
    sentinel.write(Sentinel.HEARTBEAT);
    assertThat(marked()).isEqualTo(1);

    sentinel.closeInput();

    await(() -> marked() == 0);
    sentinel.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(sentinel.reap().status()).isEqualTo(ExitStatus.exited(0));
  }

  @Test
  void p4TheSweepEndsTheSentinelLastAndStartsAnotherWhenOneDies() {
    ProcessSettings settings = RealChildren.settings("native", "300ms");
    try (RealChildren children = new RealChildren(KIT, directory, settings, mark, program())) {
      children.runner.run(children.launch(1, "exec sleep 600"));
      children.launched();
      await(() -> sentinels() == 1);
      ProcessHandle first = sentinel();
      first.destroyForcibly();
      await(() -> sentinels() == 1 && sentinel().pid() != first.pid());

      WatcherRunner.SweepReport report = children.sweep();

      assertThat(report.ended()).isEqualTo(1);
      assertThat(sentinels()).isZero();
      assertThat(children.marked()).isEmpty();
    }
  }

  private OwnProcess startSentinel(int timeoutMillis) throws IOException {
    ProcessSettings settings =
        ProcessSettings.from(
            ConfigFactory.parseMap(
                    Map.of(
                        "maxdiff.process.sentinel.heartbeat",
                        "10ms",
                        "maxdiff.process.sentinel.timeout",
                        timeoutMillis + "ms"))
                .withFallback(ConfigFactory.defaultReference()));
    return spawn(
        new ChildEnvironment(System.getenv(), mark).ofSentinel(),
        program().sentinelCommand(mark, settings),
        true);
  }

  private void startWatcher() throws IOException {
    var environment = new ChildEnvironment(System.getenv(), mark).ofHelper();
    spawn(environment, List.of("sleep", "600"), false);
    await(() -> marked() == 1); // during its exec a process shows no environment
  }

  private OwnProcess spawn(Map<String, String> environment, List<String> command, boolean pipe)
      throws IOException {
    return system.spawn(
        new SpawnRequest(
            command, environment, directory.resolve("log"), pipe, program().directory()));
  }

  private ChildProgram program() {
    try {
      return ChildProgram.extract(directory.resolve("program"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int marked() {
    return new MarkScan(ProcFs.ofThisMachine())
        .find(found -> found.runtime().sameDirectory(mark))
        .size();
  }

  private long sentinels() {
    return ProcessHandle.allProcesses().filter(this::isSentinel).count();
  }

  private ProcessHandle sentinel() {
    return ProcessHandle.allProcesses().filter(this::isSentinel).findFirst().orElseThrow();
  }

  private boolean isSentinel(ProcessHandle handle) {
    List<String> arguments = List.of(handle.info().arguments().orElse(new String[0]));
    return arguments.contains(Sentinel.class.getName()) && arguments.contains(mark.toString());
  }

  private static String threads(int pid) {
    StringBuilder names = new StringBuilder();
    String[] threads = Path.of("/proc/" + pid + "/task").toFile().list();
    for (String thread : threads == null ? new String[0] : threads) {
      try {
        Path name = Path.of("/proc/" + pid + "/task/" + thread + "/comm");
        names.append(Files.readString(name));
      } catch (IOException e) {
        names.append('?'); // the process has ended
      }
    }
    return names.toString();
  }

  private static void await(BooleanSupplier condition) {
    KIT.createTestProbe()
        .awaitAssert(
            RealChildren.PATIENCE,
            Duration.ofMillis(10),
            () -> assertThat(condition).returns(true, BooleanSupplier::getAsBoolean));
  }
}

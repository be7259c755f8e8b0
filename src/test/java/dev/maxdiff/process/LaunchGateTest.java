package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.os.FakeSystem;
import dev.maxdiff.process.os.MarkScan;
import dev.maxdiff.process.os.OperatingSystem;
import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RealChildren;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.os.SpawnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LaunchGateTest {

  @TempDir Path directory;

  @Test
  void aChildOfASpawnThatFailedAfterwardsIsFoundAndEnded() throws Exception {
    try (OperatingSystem real =
        ChildProcesses.operatingSystem(RealChildren.settings("native", "2s"))) {
      AtomicReference<OwnProcess> started = new AtomicReference<>();
      LaunchGate gate = gate(new FailsAfterSpawn(real, started));
      gate.open();

      LaunchGate.Outcome outcome = gate.launch(launch(1)).toCompletableFuture().get();

      assertThat(outcome).isInstanceOf(LaunchGate.Failed.class);
      started.get().exited().toCompletableFuture().get(5, TimeUnit.SECONDS);
      started.get().reap();
      gate.shutDown();
    }
  }

  @Test
  void p1AFailureOfUnknownKindIsADoubtWhileProcessesCannotBeRead() throws Exception {
    FakeSystem system = new FakeSystem();
    system.refusal = new IOException("the answer was lost");
    LaunchGate gate = gate(system, FakeSystem.unreadable(directory));
    gate.open();

    LaunchGate.Outcome outcome = gate.launch(launch(1)).toCompletableFuture().get();

    assertThat(outcome).isInstanceOf(LaunchGate.InDoubt.class);
    assertThat(((LaunchGate.InDoubt) outcome).end().getAsBoolean()).isFalse();
    gate.shutDown();
  }

  @Test
  void aLaunchThatWasOvertakenWhileItWaitedIsDropped() throws Exception {
    FakeSystem system = new FakeSystem();
    system.spawnMayReturn = new CountDownLatch(1);
    LaunchGate gate = gate(system);
    gate.open();
    gate.launchHelper(new SpawnRequest(List.of("first"), Map.of(), directory, false));

    var overtaken = gate.launch(launch(1));
    var newest = gate.launch(launch(2));
    system.spawnMayReturn.countDown();

    assertThat(overtaken.toCompletableFuture().get()).isInstanceOf(LaunchGate.Dropped.class);
    assertThat(newest.toCompletableFuture().get()).isInstanceOf(LaunchGate.Started.class);
    gate.shutDown();
  }

  @Test
  void p4AClosedGateSpawnsNothingAndSaysSoOnlyWhenTheLastSpawnIsBack() throws Exception {
    FakeSystem system = new FakeSystem();
    system.spawnMayReturn = new CountDownLatch(1);
    LaunchGate gate = gate(system);
    gate.open();
    var underWay = gate.launch(launch(1)).toCompletableFuture();
    while (system.spawned.isEmpty()) {
      Thread.onSpinWait();
    }

    var closed = gate.close().toCompletableFuture();
    var late = gate.launch(launch(2)).toCompletableFuture();
    gate.open();

    assertThat(closed).isNotDone();
    system.spawnMayReturn.countDown();
    closed.get(5, TimeUnit.SECONDS);
    assertThat(underWay.get()).isInstanceOf(LaunchGate.Started.class);
    assertThat(late.get()).isInstanceOf(LaunchGate.Dropped.class);
    assertThat(system.spawned).hasSize(1);
    gate.shutDown();
  }

  private LaunchGate gate(OperatingSystem system) {
    return gate(system, new MarkScan(ProcFs.ofThisMachine()));
  }

  private LaunchGate gate(OperatingSystem system, MarkScan scan) {
    RuntimeMark mark = RealChildren.mark(directory, "first");
    ChildEnvironment environment = new ChildEnvironment(System.getenv(), mark);
    return new LaunchGate(system, environment, scan, mark, new SentinelFeed(), null);
  }

  private Launch launch(long generation) {
    List<String> command = List.of("sleep", "600");
    return new Launch(RealChildren.SLOT, generation, command, Map.of(), directory.resolve("log"));
  }

  /** Throws after a spawn has succeeded. */
  private record FailsAfterSpawn(OperatingSystem real, AtomicReference<OwnProcess> started)
      implements OperatingSystem {

    @Override
    public OwnProcess spawn(SpawnRequest request) throws IOException {
      started.set(real.spawn(request));
      throw new IOException("the answer was lost");
    }

    @Override
    public void reap(Collection<ProcessIdentity> ended) {}

    @Override
    public void reapAdopted() {}

    @Override
    public void close() {}
  }
}

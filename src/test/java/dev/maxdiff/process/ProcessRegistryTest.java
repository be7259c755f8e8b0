package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.WatcherRunner.Dropped;
import dev.maxdiff.process.WatcherRunner.Exited;
import dev.maxdiff.process.WatcherRunner.LaunchFailed;
import dev.maxdiff.process.WatcherRunner.Launched;
import dev.maxdiff.process.WatcherRunner.Report;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.process.WatcherRunner.Unkillable;
import dev.maxdiff.process.WatcherRunner.Vacant;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.FakeSystem;
import dev.maxdiff.process.os.FakeSystem.FakeProcess;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.os.SpawnRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of events, with manual time and fake children. */
@Timeout(180)
class ProcessRegistryTest {

  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
  private static final SlotId SLOT = WatcherKey.parse("BTCUSD|buy|maxdiff").slot(Slot.EXIT);
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration UNKILLABLE_AFTER = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofSeconds(4);

  private final ManualTime time = ManualTime.get(KIT.system());
  private final FakeSystem system = new FakeSystem();
  private final TestProbe<Report> owner = KIT.createTestProbe(Report.class);
  private final ChildProcesses runner =
      ChildProcesses.start(
          KIT::spawn,
          ProcessSettings.from(ConfigFactory.defaultReference()),
          new RuntimeMark(UUID.randomUUID().toString(), 1, 2, "first"),
          system,
          null,
          List.of(),
          Path.of("unused"),
          () -> NOW);

  @AfterEach
  void close() {
    system.spawnMayReturn.countDown();
    runner.close();
  }

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void p1ADoubtAboutALaunchKeepsTheSlotOccupiedUntilItIsCleared() throws Exception {
    attach();
    runner.openGate();
    AtomicBoolean gone = new AtomicBoolean();
    system.refusal = FakeSystem.unconfirmed(4711, gone::get);
    runner.run(launch(1));
    owner.expectMessage(new Unkillable(SLOT, 1, 4711));
    system.refusal = null;

    runner.run(launch(2));
    time.timePasses(Duration.ofMinutes(1));
    owner.expectMessage(new Unkillable(SLOT, 1, 4711));
    owner.expectNoMessage(Duration.ofMillis(50));
    assertThat(system.spawned).isEmpty();

    gone.set(true);
    owner.awaitAssert(
        () -> {
          time.timePasses(Duration.ofSeconds(1));
          assertThat(system.spawned).hasSize(1);
          return null;
        });
    assertThat(owner.expectMessageClass(LaunchFailed.class).generation()).isEqualTo(1);
    assertThat(owner.expectMessageClass(Launched.class).generation()).isEqualTo(2);
  }

  @Test
  void p4ASweepNamesTheProcessOfADoubtAboutALaunch() throws Exception {
    attach();
    runner.openGate();
    system.refusal = FakeSystem.unconfirmed(4711, () -> false);
    runner.run(launch(1));
    owner.expectMessage(new Unkillable(SLOT, 1, 4711));

    SweepReport report = runner.sweep().toCompletableFuture().get(60, TimeUnit.SECONDS);

    assertThat(report.unkillable()).containsExactly(4711);
  }

  @Test
  void launchesWaitForTheGate() {
    attach();
    runner.run(launch(1));
    runner.run(launch(2));
    owner.expectMessage(new Dropped(SLOT, 1, "overtaken by generation 2"));
    owner.expectNoMessage(Duration.ofMillis(50));
    assertThat(system.spawned).isEmpty();

    runner.openGate();

    assertThat(owner.expectMessageClass(Launched.class).generation()).isEqualTo(2);
  }

  @Test
  void p1TheNextStartsOnlyWhenTheOldOneIsReaped() {
    FakeProcess old = running(1);

    runner.run(launch(2));
    awaitSignals(old, "TERM");
    owner.expectNoMessage(Duration.ofMillis(50));
    assertThat(system.spawned).hasSize(1);
    old.exit();

    owner.expectMessage(new Exited(SLOT, 1, ExitStatus.exited(0), NOW));
    assertThat(old.reaped).isTrue();
    assertThat(owner.expectMessageClass(Launched.class).generation()).isEqualTo(2);
  }

  @Test
  void p1TheNextWaitsForTheRestOfTheGroup() {
    FakeProcess old = running(1);
    old.survivors = List.of(77);
    runner.run(launch(2));
    old.exit();
    owner.awaitAssert(() -> assertThat(old.reaped).isTrue());
    owner.expectNoMessage(Duration.ofMillis(50));

    old.survivors = List.of();
    time.timePasses(Duration.ofMillis(200));

    assertThat(owner.expectMessageClass(Exited.class).generation()).isEqualTo(1);
    assertThat(owner.expectMessageClass(Launched.class).generation()).isEqualTo(2);
  }

  @Test
  void killsAChildThatOutlivesItsGrace() {
    FakeProcess old = running(1);
    runner.stop(SLOT);
    awaitSignals(old, "TERM");

    time.expectNoMessageFor(GRACE.minusMillis(1), owner);
    assertThat(old.signals).containsExactly("TERM");
    time.timePasses(Duration.ofMillis(1));

    awaitSignals(old, "TERM", "KILL");
    old.exit();
    assertThat(owner.expectMessageClass(Exited.class).generation()).isEqualTo(1);
    owner.expectMessage(new Vacant(SLOT));
  }

  @Test
  void nothingStartsWhereAProcessOutlivesSigkill() {
    FakeProcess old = running(1);
    runner.run(launch(2));
    awaitSignals(old, "TERM");
    time.timePasses(GRACE);
    awaitSignals(old, "TERM", "KILL");
    time.timePasses(UNKILLABLE_AFTER);

    owner.expectMessage(new Unkillable(SLOT, 1, old.identity().pid()));
    owner.expectNoMessage(Duration.ofMillis(50));
    assertThat(system.spawned).hasSize(1);

    old.exit(); // the child hung in the kernel, and then ended
    assertThat(owner.expectMessageClass(Exited.class).generation()).isEqualTo(1);
    assertThat(owner.expectMessageClass(Launched.class).generation()).isEqualTo(2);
  }

  @Test
  void stopDropsALaunchThatWaits() {
    FakeProcess old = running(1);
    runner.run(launch(2));
    runner.stop(SLOT);

    owner.expectMessage(new Dropped(SLOT, 2, "stopped"));
    old.exit();
    assertThat(owner.expectMessageClass(Exited.class).generation()).isEqualTo(1);
    owner.expectMessage(new Vacant(SLOT));
    assertThat(system.spawned).hasSize(1);
  }

  @Test
  void aProcessStoppedDuringItsSpawnIsEndedAtOnce() {
    attach();
    runner.openGate();
    system.spawnMayReturn = new CountDownLatch(1);
    runner.run(launch(1));
    owner.awaitAssert(() -> assertThat(system.spawned).hasSize(1));

    runner.stop(SLOT);
    system.spawnMayReturn.countDown();

    owner.expectMessageClass(Launched.class);
    awaitSignals(system.spawned.get(0), "TERM");
    system.spawned.get(0).exit();
    owner.expectMessageClass(Exited.class);
    owner.expectMessage(new Vacant(SLOT));
  }

  @Test
  void p4TheSweepAwaitsASpawnUnderWayAndEndsItsChild() throws Exception {
    attach();
    runner.openGate();
    system.spawnMayReturn = new CountDownLatch(1);
    runner.run(launch(1));
    owner.awaitAssert(() -> assertThat(system.spawned).hasSize(1));

    CompletionStage<SweepReport> sweep = runner.sweep();
    runner.run(launch(2));
    owner.expectMessage(new Dropped(SLOT, 2, "the runtime is ending"));
    assertThat(sweep.toCompletableFuture()).isNotDone();
    system.spawnMayReturn.countDown();
    owner.expectMessageClass(Launched.class);
    awaitSignals(system.spawned.get(0), "TERM");
    system.spawned.get(0).exit();

    assertThat(result(sweep)).isEqualTo(new SweepReport(1, 0, List.of()));
  }

  @Test
  void p4TheSweepEndsEarlyWhenAllAreGone() throws Exception {
    FakeProcess child = running(1);

    CompletionStage<SweepReport> sweep = runner.sweep();
    awaitSignals(child, "TERM");
    child.exit();

    assertThat(result(sweep))
        .isEqualTo(new SweepReport(1, 0, List.of())); // without any passing of time
  }

  @Test
  void p4TheSweepNamesTheProcessesLeftByItsDeadline() throws Exception {
    FakeProcess child = running(1);

    CompletionStage<SweepReport> sweep = runner.sweep();
    awaitSignals(child, "TERM");
    time.timePasses(GRACE);
    awaitSignals(child, "TERM", "KILL");
    time.timePasses(DEADLINE.minus(GRACE));

    assertThat(result(sweep).unkillable()).containsExactly(child.identity().pid());
  }

  @Test
  void aSecondSweepIsTheSameOne() throws Exception {
    FakeProcess child = running(1);
    CompletionStage<SweepReport> first = runner.sweep();
    CompletionStage<SweepReport> second = runner.sweep();
    awaitSignals(child, "TERM");
    child.exit();

    assertThat(result(first)).isEqualTo(result(second)).isEqualTo(result(runner.sweep()));
    assertThat(child.signals).containsExactly("TERM");
  }

  @Test
  void hurryKillsWithoutTheGrace() throws Exception {
    FakeProcess child = running(1);
    CompletionStage<SweepReport> sweep = runner.sweep();
    runner.hurry();
    awaitSignals(child, "TERM", "KILL");
    child.exit();

    assertThat(result(sweep)).isEqualTo(new SweepReport(1, 1, List.of()));
  }

  @Test
  void aFailedLaunchLeavesTheSlotFree() {
    attach();
    runner.openGate();
    system.refusal = new SpawnRefusedException("command: x (expected: to exist)");
    runner.run(launch(1));
    owner.expectMessage(new LaunchFailed(SLOT, 1, "command: x (expected: to exist)"));

    system.refusal = null;
    runner.run(launch(2));

    assertThat(owner.expectMessageClass(Launched.class).generation()).isEqualTo(2);
  }

  private FakeProcess running(long generation) {
    attach();
    runner.openGate();
    runner.run(launch(generation));
    owner.expectMessageClass(Launched.class);
    return system.spawned.get(0);
  }

  private void attach() {
    runner.attach(SLOT, owner.ref());
    owner.expectMessage(new Vacant(SLOT));
  }

  private void awaitSignals(FakeProcess process, String... signals) {
    owner.awaitAssert(() -> assertThat(process.signals).containsExactly(signals));
  }

  private static SweepReport result(CompletionStage<SweepReport> sweep) throws Exception {
    return sweep.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Launch launch(long generation) {
    return new Launch(SLOT, generation, List.of("watcher"), Map.of(), Path.of("unused.log"));
  }
}

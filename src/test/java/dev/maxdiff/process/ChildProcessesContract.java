package dev.maxdiff.process;

import static dev.maxdiff.process.os.RealChildren.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.WatcherRunner.Dropped;
import dev.maxdiff.process.WatcherRunner.Exited;
import dev.maxdiff.process.WatcherRunner.LaunchFailed;
import dev.maxdiff.process.WatcherRunner.Launched;
import dev.maxdiff.process.WatcherRunner.Report;
import dev.maxdiff.process.WatcherRunner.Running;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.process.WatcherRunner.Vacant;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.RealChildren;
import dev.maxdiff.process.os.RuntimeMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guarantees of both implementations of the operating system's side, checked with real
 * children: each script misbehaves in one way.
 */
@Tag("process")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChildProcessesContract {

  private static final String OBEDIENT = "echo up; exec sleep 600";
  private static final String IGNORES_TERM = "trap '' TERM; echo up; while :; do sleep 0.05; done";

  private final ActorTestKit kit = ActorTestKit.create();

  @TempDir Path directory;
  private RealChildren children;

  abstract String spawn();

  @BeforeEach
  void start() {
    children = new RealChildren(kit, directory, RealChildren.settings(spawn(), "300ms"));
  }

  @AfterEach
  void endAll() throws Exception {
    children.close();
  }

  @AfterAll
  void stopKit() {
    kit.shutdownTestKit();
  }

  @Test
  void reportsTheIdentityAndTheExitCode() {
    children.runner.run(children.launch(1, "echo \"$MAXDIFF_KEY $MAXDIFF_SLOT\"; exit 3"));

    ProcessIdentity process = children.launched().process();
    assertThat(process.startTicks()).isPositive();
    assertThat(process.bootId()).isEqualTo(children.proc.bootId());
    assertThat(children.exited().status()).isEqualTo(ExitStatus.exited(3));
    children.awaitLine("BTCUSD|buy|maxdiff exit");
  }

  @Test
  void reportsTheSignalThatEndedAChild() {
    children.runner.run(children.launch(1, "kill -SEGV $$"));

    children.launched();
    assertThat(children.exited().status()).isEqualTo(ExitStatus.signalled(11));
  }

  @Test
  void aChildLeadsASessionAndInheritsNeitherKeysNorDescriptors() {
    children.runner.run(
        children.launch(
            1, "env | grep -c '^APCA_\\|^ALP_'; ls /proc/self/fd | wc -l; " + OBEDIENT));

    int pid = children.launched().process().pid();
    children.awaitLine("up");
    ProcFs.Stat stat = children.proc.stat(pid).orElseThrow();
    assertThat(stat.group()).isEqualTo(pid);
    assertThat(stat.session()).isEqualTo(pid);
    // 0, 1, 2 and the descriptor with which ls reads the folder
    assertThat(children.lines()).containsExactly("0", "4", "up");
  }

  @Test
  void p1NeverTwoOfASlotEvenIfTheOldOneTakesItsTime() {
    String slowToEnd =
        "kill -0 $(cat $DIR/holder) 2>/dev/null && echo OVERLAP; echo $$ > $DIR/holder; "
            + "trap 'sleep 0.1; exit 0' TERM; echo up; while :; do sleep 0.02; done";
    for (long generation = 1; generation <= 4; generation++) {
      children.runner.run(children.launch(generation, slowToEnd));
      if (generation > 1) {
        assertThat(children.exited().generation()).isEqualTo(generation - 1);
      }
      assertThat(children.launched().generation()).isEqualTo(generation);
      long count = generation;
      children.await("up", () -> children.lines().size() >= count);
    }
    assertThat(children.lines()).doesNotContain("OVERLAP");
  }

  @Test
  void p2OfABurstOnlyTheNewestStarts() {
    children.runner.run(children.launch(1, OBEDIENT));
    children.launched();
    for (long generation = 2; generation <= 100; generation++) {
      children.runner.run(children.launch(generation, OBEDIENT));
    }

    Report last;
    int dropped = 0;
    int launched = 0;
    do {
      last = children.owner.receiveMessage(RealChildren.PATIENCE);
      dropped += last instanceof Dropped ? 1 : 0;
      launched += last instanceof Launched ? 1 : 0;
    } while (!(last instanceof Launched running && running.generation() == 100));
    assertThat(dropped + launched).isEqualTo(99);
    assertThat(launched).isLessThanOrEqualTo(3);
    // between fork and exec a process shows no environment
    children.await("the one", () -> children.marked().size() == 1);
  }

  @Test
  void anOlderGenerationIsDropped() {
    children.runner.run(children.launch(5, OBEDIENT));
    children.launched();

    children.runner.run(children.launch(4, OBEDIENT));

    assertThat(children.owner.expectMessageClass(Dropped.class).generation()).isEqualTo(4);
  }

  @Test
  void killsAChildThatIgnoresTermAfterTheGrace() {
    children.runner.run(children.launch(1, IGNORES_TERM));
    children.launched();
    children.awaitLine("up");

    long begin = System.nanoTime();
    children.runner.stop(SLOT);

    assertThat(children.exited().status()).isEqualTo(ExitStatus.signalled(9));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
    children.owner.expectMessage(new Vacant(SLOT));
  }

  @Test
  void theExitIsReportedWhenTheWholeGroupIsGone() {
    children.runner.run(
        children.launch(
            1,
            "(trap '' TERM HUP; echo $$ >/dev/null; exec sleep 600) & echo $! > $DIR/member; exit 0"));
    children.launched();

    Exited exited = children.exited();

    assertThat(exited.status()).isEqualTo(ExitStatus.exited(0));
    assertThat(children.isAlive(children.pidIn("member"))).isFalse();
  }

  @Test
  void p4AnEscapeeWithItsOwnSessionIsFoundAfterTheStop() {
    children.runner.run(
        children.launch(
            1, "(setsid sh -c 'echo $$ > $DIR/escapee; exec sleep 600' &) ; " + OBEDIENT));
    children.launched();
    int escapee = children.pidIn("escapee");
    assertThat(children.proc.stat(escapee).orElseThrow().session()).isEqualTo(escapee);

    children.runner.stop(SLOT);

    children.exited();
    children.await("the escapee's end", () -> !children.isAlive(escapee));
  }

  @Test
  void aLivingWatchersHelperInAnotherSessionIsLeftAlone() {
    SlotId other = WatcherKey.parse("ETHUSD|buy|maxdiff").slot(Slot.ENTRY);
    children.runner.run(
        children.launch(1, "setsid sh -c 'echo $$ > $DIR/helper; exec sleep 600' & " + OBEDIENT));
    children.launched();
    int helper = children.pidIn("helper");
    children.runner.run(
        children.launch(
            other,
            1,
            "(setsid sh -c 'echo $$ > $DIR/escapee; exec sleep 600' &); while [ ! -s $DIR/escapee ]; do sleep 0.01; done"));
    int escapee = children.pidIn("escapee");

    children.await("the escapee's end", () -> !children.isAlive(escapee));
    assertThat(children.isAlive(helper)).isTrue();
  }

  @Test
  void p4TheSweepLeavesNothingAndDoesNotWaitForTheObedient() throws Exception {
    for (int i = 0; i < 5; i++) {
      SlotId slot = WatcherKey.parse("BTCUSD|buy|s" + i).slot(Slot.EXIT);
      children.runner.run(
          children.launch(
              slot, 1, "setsid sh -c 'echo deep; exec sleep 600' & sleep 600 & " + OBEDIENT));
    }
    children.await("all", () -> children.lines().stream().filter("up"::equals).count() == 5);
    children.await("deep", () -> children.lines().stream().filter("deep"::equals).count() == 5);

    SweepReport report = children.sweep();

    assertThat(report.killed()).isZero();
    assertThat(report.ended()).isGreaterThanOrEqualTo(5);
    assertThat(report.unkillable()).isEmpty();
    assertThat(children.marked()).isEmpty();
  }

  @Test
  void p4TheSweepKillsChildrenThatIgnoreTermAndDropsLaunches() throws Exception {
    children.runner.run(children.launch(1, IGNORES_TERM));
    children.launched();
    children.awaitLine("up");

    var sweep = children.runner.sweep();
    children.runner.run(children.launch(2, OBEDIENT));

    assertThat(children.owner.expectMessageClass(Dropped.class).generation()).isEqualTo(2);
    assertThat(sweep.toCompletableFuture().get()).isEqualTo(new SweepReport(1, 1, List.of()));
    assertThat(children.marked()).isEmpty();
  }

  @Test
  void hurryDropsTheRestOfTheGrace() throws Exception {
    children.close();
    children = new RealChildren(kit, directory, RealChildren.settings(spawn(), "3s"));
    children.runner.run(children.launch(1, IGNORES_TERM));
    children.launched();
    children.awaitLine("up");

    long begin = System.nanoTime();
    var sweep = children.runner.sweep();
    children.runner.hurry();

    assertThat(sweep.toCompletableFuture().get().killed()).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aMissingCommandIsNamed() {
    var launch = new Launch(SLOT, 1, List.of("/no/such/watcher"), Map.of(), children.log());

    children.runner.run(launch);

    assertThat(children.owner.expectMessageClass(LaunchFailed.class).reason())
        .isEqualTo("command: /no/such/watcher (expected: to exist)");
  }

  @Test
  void aCommandThatIsNotExecutableIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("plain.txt"), "text");

    children.runner.run(new Launch(SLOT, 1, List.of(file.toString()), Map.of(), children.log()));

    assertThat(children.owner.expectMessageClass(LaunchFailed.class).reason())
        .isEqualTo("command: " + file + " (expected: an executable file)");
  }

  @Test
  void aNewOwnerReceivesTheRunningProcess() {
    children.runner.run(children.launch(7, OBEDIENT));
    ProcessIdentity process = children.launched().process();
    TestProbe<Report> next = kit.createTestProbe(Report.class);

    children.runner.attach(SLOT, next.ref());

    next.expectMessage(new Running(SLOT, 7, process));
  }

  @Test
  void p5TheNextStartEndsProcessesOfAnEarlierStart() throws Exception {
    children.runner.run(children.launch(1, IGNORES_TERM));
    int pid = children.launched().process().pid();
    children.awaitLine("up");
    RuntimeMark next =
        new RuntimeMark(
            children.mark.uuid(), children.mark.device(), children.mark.inode(), "second");

    try (RealChildren second =
        new RealChildren(kit, directory, RealChildren.settings(spawn(), "100ms"), next, null)) {
      var orphans = second.runner.sweepOrphans(List.of()).toCompletableFuture().get();
      assertThat(orphans.left()).isEmpty();
      assertThat(orphans.killed()).isPositive();
      assertThat(children.isAlive(pid)).isFalse();
    }
  }
}

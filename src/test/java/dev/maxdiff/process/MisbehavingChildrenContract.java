package dev.maxdiff.process;

import static dev.maxdiff.process.os.RealChildren.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.WatcherRunner.Exited;
import dev.maxdiff.process.WatcherRunner.Launched;
import dev.maxdiff.process.WatcherRunner.Report;
import dev.maxdiff.process.WatcherRunner.Vacant;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.RealChildren;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees of both implementations for misbehaving children. */
@Tag("process")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MisbehavingChildrenContract {

  private static final Duration GRACE = Duration.ofMillis(300);
  private static final int ROUNDS = 20;
  private static final List<String> WAYS =
      List.of("frozen", "silent", "erased", "hidden", "displaced", "stubborn");

  private final ActorTestKit kit = ActorTestKit.create();

  @TempDir Path directory;
  RealChildren children;

  abstract String spawn();

  @BeforeEach
  void start() {
    MisbehavingChildren.writeTo(directory);
    children = new RealChildren(kit, directory, RealChildren.settings(spawn(), "300ms"));
  }

  @AfterEach
  void endAll() {
    children.close();
  }

  @AfterAll
  void stopKit() {
    kit.shutdownTestKit();
  }

  @Test
  void p1TheReplacementOfAChildThatIgnoresTermStartsAfterItsReap() {
    int old = started("stubborn");
    long begin = System.nanoTime();

    children.runner.run(
        children.launch(2, "kill -0 " + old + " && echo OVERLAP; echo next; exec sleep 600"));

    Exited exited = children.exited();
    assertThat(exited.generation()).isEqualTo(1);
    assertThat(exited.status()).isEqualTo(ExitStatus.signalled(9));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(GRACE.minusMillis(10));
    assertThat(children.launched().generation()).isEqualTo(2);
    children.awaitLine("next");
    assertThat(children.lines()).doesNotContain("OVERLAP");
  }

  @Test
  void childrenThatCannotBeTalkedToOrReadAreStoppedAndReplaced() {
    List<Integer> old = startAllWays();

    for (String way : WAYS) {
      children.runner.run(children.launch(slot(way), 2, "echo next; exec sleep 600"));
    }

    children.await(
        "the next ones",
        () -> children.lines().stream().filter("next"::equals).count() == WAYS.size());
    assertThat(old).noneMatch(children::isAlive);
  }

  @Test
  void p4TheSweepEndsChildrenThatCannotBeTalkedToOrRead() {
    List<Integer> pids = startAllWays();

    var report = children.sweep();

    assertThat(report.unkillable()).isEmpty();
    assertThat(pids).noneMatch(children::isAlive);
  }

  @Test
  void p4ProcessesOfAnExitedLeaderInsideAndOutsideItsGroupAreGone() {
    children.runner.run(children.launch(1, MisbehavingChildren.command("family")));
    int member = children.pidIn("family.member");
    int outsider = children.pidIn("family.outsider");
    children.launched();

    assertThat(children.exited().status()).isEqualTo(ExitStatus.exited(0));
    assertThat(children.isAlive(member)).isFalse();
    children.await("the outsider's end", () -> !children.isAlive(outsider));
  }

  @Test
  void p4ADaemonisedProcessIsGoneAfterTheStop() {
    int leader = started("daemon");
    int daemon = children.pidIn("daemon.daemon");
    assertThat(children.proc.stat(daemon).orElseThrow().session()).isNotEqualTo(leader);

    children.runner.stop(SLOT);

    children.exited();
    children.await("the daemon's end", () -> !children.isAlive(daemon));
  }

  @Test
  void aZombieThatItsParentNeverReapsHoldsNothingUp() {
    started("unreaped");
    int zombie = children.pidIn("unreaped.zombie");
    int parent = children.pidIn("unreaped.parent");

    children.runner.run(children.launch(2, "exec sleep 600"));

    assertThat(children.exited().generation()).isEqualTo(1);
    assertThat(children.launched().generation()).isEqualTo(2);
    assertThat(children.isAlive(zombie)).isFalse();
    children.await("its parent's end", () -> !children.isAlive(parent));
  }

  @Test
  void aSignalRightAfterTheSpawnEndsTheChild() throws Exception {
    for (long generation = 1; generation <= ROUNDS; generation++) {
      children.runner.run(children.launch(generation, "exec sleep 600"));
      int pid = children.launched().process().pid();
      if (generation % 2 == 0) {
        children.runner.stop(SLOT);
      } else {
        new ProcessBuilder("kill", "-TERM", Integer.toString(pid)).start().waitFor();
      }

      assertThat(children.exited().generation()).isEqualTo(generation);
      assertThat(children.isAlive(pid)).isFalse();
      if (generation % 2 == 0) {
        children.owner.expectMessage(new Vacant(SLOT));
      }
    }
    children.await("no process", () -> children.marked().isEmpty());
  }

  @Test
  void aStopDuringALaunchLeavesTheSlotVacant() {
    for (long generation = 1; generation <= ROUNDS; generation++) {
      children.runner.run(children.launch(generation, "exec sleep 600"));
      children.runner.stop(SLOT);

      List<Report> reports = new ArrayList<>();
      do {
        reports.add(children.owner.receiveMessage(RealChildren.PATIENCE));
      } while (!reports.contains(new Vacant(SLOT)));
      assertThat(reports.stream().filter(Launched.class::isInstance).count())
          .isEqualTo(reports.stream().filter(Exited.class::isInstance).count());
    }
    children.await("no process", () -> children.marked().isEmpty());
  }

  @Test
  void aChildThatExitsWhileItIsBeingStoppedIsReportedOnce() {
    for (long generation = 1; generation <= ROUNDS; generation++) {
      children.runner.run(children.launch(generation, "sleep 0.0" + generation % 10));
      children.launched();
      children.runner.stop(SLOT);

      assertThat(children.exited().generation()).isEqualTo(generation);
      children.owner.expectMessage(RealChildren.PATIENCE, new Vacant(SLOT));
    }
  }

  private List<Integer> startAllWays() {
    WAYS.forEach(
        way ->
            children.runner.run(children.launch(slot(way), 1, MisbehavingChildren.command(way))));
    return WAYS.stream().map(way -> children.pidIn(way + ".leader")).toList();
  }

  private static SlotId slot(String way) {
    return WatcherKey.parse("BTCUSD|buy|" + way).slot(Slot.EXIT);
  }

  private int started(String way) {
    children.runner.run(children.launch(1, MisbehavingChildren.command(way)));
    children.launched();
    return children.pidIn(way + ".leader");
  }
}

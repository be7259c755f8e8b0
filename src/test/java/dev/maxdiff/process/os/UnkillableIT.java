package dev.maxdiff.process.os;

import static dev.maxdiff.process.os.RealChildren.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.maxdiff.process.MisbehavingChildren;
import dev.maxdiff.process.UnkillableProcess;
import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.process.WatcherRunner.Unkillable;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that survives SIGKILL: a real process that a tracer holds at the end of its exit. */
@Tag("process")
@Timeout(180)
class UnkillableIT {

  private static final String ALLOWED = MisbehavingChildren.command("held");
  private static final ActorTestKit KIT = ActorTestKit.create();

  @TempDir Path directory;

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void p1NothingStartsWhereAProcessOutlivesSigkillUntilItHasGone() {
    try (RealChildren children = children("native")) {
      try (UnkillableProcess held = UnkillableProcess.hold(started(children))) {
        children.runner.run(children.launch(2, "echo NEXT; exec sleep 600"));

        Unkillable unkillable = new Unkillable(SLOT, 1, held.pid());
        children.owner.expectMessage(RealChildren.PATIENCE, unkillable);
        children.runner.run(children.launch(3, "echo NEXT; exec sleep 600"));
        children.owner.expectMessageClass(WatcherRunner.Dropped.class); // 2, overtaken by 3
        children.owner.expectMessage(unkillable); // each new wish repeats the report
        assertThat(children.isAlive(held.pid())).isTrue();
        assertThat(children.lines()).doesNotContain("NEXT");
      }
      assertThat(children.exited().generation()).isEqualTo(1);
      assertThat(children.launched().generation()).isEqualTo(3);
      children.awaitLine("NEXT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "portable"})
  void p4TheSweepNamesTheProcessesLeftAtItsDeadline(String spawn) {
    try (RealChildren children = children(spawn)) {
      int pid = started(children);
      try (UnkillableProcess held = UnkillableProcess.hold(pid)) {
        long begin = System.nanoTime();

        SweepReport report = children.sweep();

        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("%s: a sweep with an unkillable child took %s%n", spawn, took);
        assertThat(report.unkillable()).containsExactly(held.pid());
        assertThat(took).isLessThan(Duration.ofSeconds(8)); // the deadline is 4 s
      }
      children.await("its end", () -> !children.isAlive(pid));
    }
  }

  private int started(RealChildren children) {
    children.runner.run(children.launch(1, ALLOWED));
    children.launched();
    return children.pidIn("held.leader");
  }

  private RealChildren children(String spawn) {
    MisbehavingChildren.writeTo(directory);
    return new RealChildren(KIT, directory, RealChildren.settings(spawn, "300ms"));
  }
}

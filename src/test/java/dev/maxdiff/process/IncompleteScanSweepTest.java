package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.process.os.FakeSystem;
import dev.maxdiff.process.os.FakeSystem.FakeProcess;
import dev.maxdiff.process.os.RuntimeMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only a sweep whose scan found no process dismisses the sentinel. */
@Timeout(180)
class IncompleteScanSweepTest {

  private static final Duration DEADLINE = Duration.ofSeconds(4);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final FakeSystem system = new FakeSystem();
  private final ChildProcesses runner =
      ChildProcesses.start(
          kit::spawn,
          ProcessSettings.from(ConfigFactory.defaultReference()),
          new RuntimeMark(UUID.randomUUID().toString(), 1, 2, "first"),
          system,
          null,
          List.of("sentinel"),
          Path.of("unused"),
          () -> Instant.EPOCH);

  @AfterEach
  void close() {
    runner.close();
    kit.shutdownTestKit();
  }

  @Test
  void p4ASweepWithACompleteScanDismissesTheSentinel() {
    FakeProcess sentinel = sentinel();

    CompletionStage<SweepReport> sweep = runner.sweep();
    await(() -> assertThat(sentinel.signals).containsExactly("KILL"));
    sentinel.exit();

    assertThat(result(sweep)).isEqualTo(new SweepReport(0, 0, List.of()));
  }

  @Test
  void p4ASweepWhoseScanFailsKeepsTheSentinel() {
    FakeProcess sentinel = sentinel();
    system.unreadable = new IllegalStateException("no look at /proc");

    LoggingTestKit.warn("no look at /proc").expect(kit.system(), () -> result(runner.sweep()));

    assertSentinelSweeps(sentinel);
  }

  @Test
  void p4ASweepThatScansUntilItsDeadlineKeepsTheSentinel() {
    FakeProcess sentinel = sentinel();
    system.unreadable = new UncheckedIOException(new IOException("no free descriptor"));
    CompletionStage<SweepReport> sweep = runner.sweep();
    await(() -> assertThat(system.scans).hasPositiveValue());

    LoggingTestKit.warn("its deadline has passed")
        .expect(
            kit.system(),
            () -> {
              ManualTime.get(kit.system()).timePasses(DEADLINE);
              return result(sweep);
            });

    assertSentinelSweeps(sentinel);
  }

  private FakeProcess sentinel() {
    runner.openGate();
    await(() -> assertThat(system.spawned).hasSize(1));
    return system.spawned.get(0);
  }

  /** The sentinel was not dismissed, and its pipe is closed. */
  private void assertSentinelSweeps(FakeProcess sentinel) {
    assertThat(sentinel.signals).isEmpty();
    runner.close();
    await(() -> assertThat(sentinel.inputClosed).isTrue());
    assertThat(sentinel.signals).isEmpty();
  }

  private void await(Runnable assertion) {
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertion.run();
              return null;
            });
  }

  private static SweepReport result(CompletionStage<SweepReport> sweep) {
    return sweep.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}

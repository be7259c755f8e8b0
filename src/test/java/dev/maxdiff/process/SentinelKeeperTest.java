package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.process.os.FakeSystem;
import dev.maxdiff.process.os.FakeSystem.FakeProcess;
import dev.maxdiff.process.os.RuntimeMark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time until another sentinel runs: without a sentinel, watchers outlive the runtime. */
@Timeout(180)
class SentinelKeeperTest {

  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final int BEATS_TO_ANSWER = 4;
  private static final Duration TRIAL = Duration.ofSeconds(1);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Object> probe = kit.createTestProbe();
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
  void p5ASentinelThatRanForAWhileIsReplacedAtOnce() {
    FakeProcess sentinel = sentinel();
    time.timePasses(TRIAL);

    sentinel.exit();

    awaitSpawned(2); // without any passing of time
  }

  @Test
  void oneThatEndsAtOnceIsReplacedASecondLater() {
    FakeProcess sentinel = sentinel();

    sentinel.exit();
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(sentinel.reaped).isTrue();
          return null;
        });

    time.expectNoMessageFor(TRIAL.minusMillis(1), probe);
    assertThat(system.spawned).hasSize(1);
    time.timePasses(TRIAL);
    awaitSpawned(2);
  }

  @Test
  void p5ASilentSentinelIsKilledAndReplacedWithOneAlert() {
    runner.onSentinelAlert(probe.ref()::tell);
    FakeProcess sentinel = sentinel();
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(runner.sentinelPid()).as("its keeper sends beats").isPositive();
          return null;
        });
    awaitBeats(sentinel, 1);
    awaitBeats(sentinel, 2); // the first answer belongs to the first beat
    sentinel.answering = false;
    for (int beat = 1; beat <= BEATS_TO_ANSWER; beat++) {
      awaitBeats(sentinel, 2 + beat);
    }
    probe.expectNoMessage(Duration.ofMillis(50));
    assertThat(sentinel.signals).isEmpty();

    time.timePasses(BEAT);

    awaitSpawned(2); // without a wait for the end of the first
    assertThat(sentinel.signals).containsExactly("KILL");
    assertThat((String) probe.receiveMessage()).contains("pid 1000000", "replaced");
    probe.expectNoMessage(Duration.ofMillis(50));
    assertThat(runner.silentSentinels()).isEqualTo(1);
  }

  /** Beside hundreds of starting watchers the JVM of a sentinel may take minutes to start. */
  @Test
  void p5ASentinelThatHasNotAnsweredYetGetsTimeToStart() {
    FakeProcess sentinel = sentinel();
    sentinel.answering = false;
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(runner.sentinelPid()).as("its keeper sends beats").isPositive();
          return null;
        });

    for (int beat = 1; beat <= 6 * BEATS_TO_ANSWER; beat++) {
      awaitBeats(sentinel, beat);
    }
    assertThat(sentinel.signals).isEmpty();

    time.timePasses(BEAT);

    awaitSpawned(2);
    assertThat(sentinel.signals).containsExactly("KILL");
  }

  private void awaitBeats(FakeProcess sentinel, int count) {
    time.timePasses(BEAT);
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(sentinel.written).hasSize(count);
          return null;
        });
  }

  private FakeProcess sentinel() {
    runner.openGate();
    awaitSpawned(1);
    CompletableFuture<Void> exited = system.spawned.get(0).exited;
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(exited.getNumberOfDependents()).as("its keeper waits").isPositive();
          return null;
        });
    return system.spawned.get(0);
  }

  private void awaitSpawned(int count) {
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          assertThat(system.spawned).hasSize(count);
          return null;
        });
  }
}

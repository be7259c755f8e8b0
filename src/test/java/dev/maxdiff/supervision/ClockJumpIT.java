package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.NOW;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.supervision.wishes.CheckedWish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock jumps by an hour while real watchers run: only the expiry follows it. */
@Timeout(180)
class ClockJumpIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofMillis(1_500);
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              maxdiff.process { grace = 1500ms }
              maxdiff.supervision { start-pause = 0s, min-backoff = 300ms, max-backoff = 1s }
              """)
          .withFallback(PersistenceTestKitPlugin.getInstance().config())
          .withFallback(ConfigFactory.defaultReference());

  @TempDir Path directory;

  private final ActorTestKit kit = ActorTestKit.create(CONFIG);
  private final TestProbe<Object> probe = kit.createTestProbe();
  private Fixture fixture;
  private ChildProcesses processes;
  private Supervision supervision;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture(directory);
    Path logs = Files.createDirectories(directory.resolve("logs"));
    Path script =
        Files.writeString(
            directory.resolve("watcher.sh"),
            "trap '' TERM\necho up\n" + "while :; do sleep 0.1; done\n");
    processes =
        ChildProcesses.start(
            kit::spawn,
            ProcessSettings.from(CONFIG),
            RuntimeMark.of(directory, UUID.randomUUID().toString(), "first"),
            null,
            directory.resolve("sentinel.log"),
            fixture.now::get);
    supervision =
        Supervision.start(
            kit.system(),
            kit::spawn,
            SupervisionSettings.from(CONFIG),
            new SupervisionPorts(
                processes,
                fixture.orderAuthority,
                fixture.orderAuthority,
                fixture.files,
                fixture.allKeys,
                fixture.events::add,
                () -> new WatcherProgram(List.of("/bin/sh", script.toString()), false, null),
                logs,
                directory,
                fixture.now::get,
                System::nanoTime,
                new Random(1)));
    processes.openGate();
  }

  @AfterEach
  void stop() throws Exception {
    processes.sweep().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    processes.close();
    kit.shutdownTestKit();
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void backoffAndGraceAreThoseOfTheMonotonicClock(Duration jump) throws Exception {
    want(exit("110250"));
    for (int restarts = 1; restarts <= 2; restarts++) {
      long failed = awaitRunning(restarts);
      fixture.now.updateAndGet(now -> now.plus(jump));
      ProcessHandle.of(failed).ifPresent(ProcessHandle::destroyForcibly);
    }
    long stubborn = awaitRunning(3);
    await("the trap", () -> log().lines().filter("up"::equals).count() == 3);
    long asked = System.nanoTime();

    supervision.withdraw(Set.of(EXIT), true, "test");
    fixture.now.updateAndGet(now -> now.plus(jump));

    await("the end", () -> ProcessHandle.of(stubborn).isEmpty());
    Duration lived = Duration.ofNanos(System.nanoTime() - asked);
    assertThat(lived).isGreaterThanOrEqualTo(GRACE);
    System.out.println("A stubborn watcher lived " + lived + " under a grace of " + GRACE);
  }

  @Test
  void aWishExpiresByTheWallClock() throws Exception {
    Instant expiry = NOW.plus(Duration.ofMinutes(30));
    want(exit("110250", expiry, POLL));
    long first = awaitRunning(1);
    fixture.now.updateAndGet(now -> now.minus(Duration.ofHours(1)));
    ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
    long second = awaitRunning(2);

    fixture.now.updateAndGet(now -> now.plus(Duration.ofHours(2)));
    ProcessHandle.of(second).ifPresent(ProcessHandle::destroyForcibly);

    await("the expiry", () -> !view().wanted());
    assertThat(view().generation()).isEqualTo(2);
    assertThat(fixture.events(WatcherNotification.Ended.class))
        .last()
        .asString()
        .contains("expired");
  }

  private void want(Wish wish) throws Exception {
    supervision
        .want(new CheckedWish(wish, Increments.CRYPTO, false, false))
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private long awaitRunning(long generation) {
    await("generation " + generation, () -> view().processGeneration() == generation);
    return view().pid();
  }

  private SlotView view() {
    return supervision.slots().get(0);
  }

  private String log() {
    try (var logs = Files.list(directory.resolve("logs"))) {
      StringBuilder all = new StringBuilder();
      for (Path log : logs.toList()) {
        all.append(Files.readString(log));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String what, BooleanSupplier condition) {
    probe.awaitAssert(
        PATIENCE,
        () -> {
          assertThat(condition.getAsBoolean()).as(what).isTrue();
          return null;
        });
  }
}

package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.ENTRY;
import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.entry;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backoff, crash loops and bursts, in manual time. */
class RestartTest {

  /** A write in progress is not overdue when minutes of manual time pass. */
  private static final Config PATIENT_JOURNAL =
      ConfigFactory.parseString(
          "akka.persistence.journal-plugin-fallback.circuit-breaker.call-timeout = 10h");

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(PATIENT_JOURNAL)
              .withFallback(ConfigFactory.defaultReference()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Object> probe = kit.createTestProbe();
  private final Fixture fixture;
  private final Supervision supervision;

  RestartTest(@TempDir Path directory) {
    fixture = new Fixture(directory);
    supervision = Supervision.start(kit.system(), kit::spawn, Fixture.SETTINGS, fixture.ports);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    fixture.close();
  }

  @Test
  void aFailedWatcherIsStartedAgainAfterTheBackoff() throws Exception {
    get(want(exit("110250")));
    await(1, EXIT);

    fail(EXIT, 1);

    time.timePasses(Duration.ofMillis(799));
    assertThat(fixture.runner.generations()).containsExactly(1L);
    time.timePasses(Duration.ofMillis(201));
    await(2, EXIT);
    fail(EXIT, 2);
    time.timePasses(Duration.ofMillis(1_599));
    assertThat(fixture.runner.generations()).containsExactly(1L, 2L);
    time.timePasses(Duration.ofMillis(401));
    await(3, EXIT);
    assertThat(supervision.slots().get(0).restarts()).isEqualTo(2);
    assertThat(fixture.orderAuthority.calls)
        .containsExactly("admit 1", "retire 1", "admit 2", "retire 2", "admit 3");
  }

  @Test
  void healthForgivesEarlierFailures() throws Exception {
    get(want(exit("110250")));
    await(1, EXIT);
    for (int generation = 1; generation <= 4; generation++) {
      fail(EXIT, generation);
      time.timePasses(MINUTE);
      await(generation + 1, EXIT);
    }
    time.timePasses(Duration.ofMinutes(5));

    fail(EXIT, 5);
    time.timePasses(Duration.ofSeconds(1));

    await(6, EXIT);
  }

  @Test
  void anEntryThatKeepsFailingGivesUpAndAnExitDoesNot() throws Exception {
    get(want(entry("104800")));
    get(want(exit("110250")));
    for (int generation = 1; generation <= 11; generation++) {
      await(generation, ENTRY);
      await(generation, EXIT);
      fail(ENTRY, generation);
      fail(EXIT, generation);
      fixture.nanos.addAndGet(Duration.ofSeconds(20).toNanos());
      time.timePasses(MINUTE);
    }

    await(12, EXIT);
    assertThat(fixture.runner.alive(ENTRY)).isNull();
    assertThat(fixture.events(WatcherNotification.CrashLooped.class)).hasSize(1);
    assertThat(fixture.events(WatcherNotification.Alert.class)).hasSize(2);
    assertThat(fixture.orderAuthority.calls)
        .contains("withdraw entry")
        .doesNotContain("withdraw exit");
    assertThat(get(want(entry("104800"))).kind()).isEqualTo(Kind.DENIED);
    assertThat(
            get(supervision.want(new CheckedWish(entry("104800"), Increments.CRYPTO, true, true)))
                .kind())
        .isEqualTo(Kind.STARTED);
  }

  @Test
  void aCommandThatCannotBeLaunchedIsTriedAgain() throws Exception {
    fixture.runner.failLaunches("no such file: maxdiff");
    assertThat(get(want(exit("110250"))).kind()).isEqualTo(Kind.STARTED);
    probe.awaitAssert(
        () -> {
          assertThat(fixture.events(WatcherNotification.Restarting.class)).hasSize(1);
          return null;
        });
    SlotView view = supervision.slots().get(0);
    assertThat(view.state()).isEqualTo("launch_failed");
    assertThat(view.error()).isEqualTo("no such file: maxdiff");

    fixture.runner.failLaunches(null);
    Fixture.settle(supervision);
    time.timePasses(Duration.ofSeconds(1));

    await(2, EXIT);
  }

  @Test
  void p2OfABurstAtMostThreeStartAndTheNewestWins() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 8; round++) {
      int before = fixture.runner.launches().size();
      List<CompletionStage<WishOutcome>> answers = new ArrayList<>();
      Wish newest = null;
      for (int i = 0; i < 100; i++) {
        newest = exit(String.valueOf(100_000 + random.nextInt(1_000_000)));
        answers.add(want(newest));
        if (random.nextInt(40) == 0) {
          Thread.yield();
        }
      }
      Wish last = newest;
      probe.awaitAssert(
          Duration.ofSeconds(10),
          () -> {
            time.timePasses(Duration.ofMillis(250));
            assertThat(answers).allMatch(answer -> answer.toCompletableFuture().isDone());
            assertThat(supervision.slots()).anyMatch(view -> view.wish().equals(last));
            return null;
          });

      assertThat(fixture.runner.launches().size() - before).as("seed " + seed).isBetween(1, 3);
      assertThat(fixture.runner.alive(EXIT).command())
          .as("seed " + seed)
          .contains("--takeprofit-price=" + last.price());
      for (CompletionStage<WishOutcome> answer : answers) {
        assertThat(get(answer).kind()).isIn(Kind.STARTED, Kind.REPLACED, Kind.SUPERSEDED);
      }
      time.timePasses(Duration.ofSeconds(1));
    }
  }

  @Test
  void aFailedWriteIsAnsweredAsUnresolvedAndTheNextWishIsTaken() throws Exception {
    PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    get(want(entry("1")));
    await(1, ENTRY);
    failNextWrite(journal);

    CompletionStage<WishOutcome> lost = want(exit("110250"));

    assertThat(get(lost).kind()).isEqualTo(Kind.UNRESOLVED);
    CompletionStage<WishOutcome> again = want(exit("110250"));
    passUntilDone(again);
    assertThat(get(again).kind()).isEqualTo(Kind.STARTED);
    await(1, EXIT);
    assertThat(fixture.runner.alive(ENTRY).generation()).as("undisturbed").isEqualTo(1);
  }

  /** Waits until wish and launch are written, so that the next write is the test's. */
  private void failNextWrite(PersistenceTestKit journal) {
    String id = "Watcher|" + Fixture.KEY.entityId();
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(journal.persistedInStorage(id)).hasSize(2);
          return null;
        });
    journal.failNextPersisted(id);
  }

  @Test
  void aFailedWithdrawalIsAnswered() throws Exception {
    PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
    get(want(exit("110250")));
    await(1, EXIT);
    failNextWrite(journal);

    CompletionStage<List<WithdrawalOutcome>> lost =
        supervision.withdraw(Set.of(EXIT), false, "stop");

    passUntilDone(lost);
    assertThat(get(lost)).allMatch(withdrawal -> !withdrawal.done());
    assertThat(get(supervision.withdraw(Set.of(EXIT), false, "again")))
        .allMatch(WithdrawalOutcome::done);
  }

  /** A watcher may end with exit code 0 after SIGTERM; that does not end its wish. */
  @Test
  void p6NothingThatEndsAfterQuiesceEndsAWish() throws Exception {
    List<SlotId> slots = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      WatcherKey key = WatcherKey.parse("BTCUSD|buy|s" + i);
      Wish wish =
          new ExitWish(
              key,
              Price.parse("110250"),
              null,
              new BigDecimal("0.001"),
              null,
              Duration.ofSeconds(1),
              false,
              false);
      get(want(wish));
      slots.add(wish.slotId());
    }

    get(supervision.quiesce());
    slots.forEach(slot -> fixture.runner.exit(slot, ExitStatus.exited(0)));

    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(supervision.slots()).hasSize(200).allMatch(view -> view.pid() == 0);
          return null;
        });
    assertThat(supervision.slots()).allMatch(SlotView::wanted);
  }

  private CompletionStage<WishOutcome> want(Wish wish) {
    return supervision.want(new CheckedWish(wish, Increments.CRYPTO, false, false));
  }

  /**
   * Ends the process of this generation with exit code 1 and waits until the supervisor has handled
   * it.
   */
  private void fail(SlotId slot, int generation) {
    int reported = fixture.events(WatcherNotification.Ended.class).size();
    fixture.runner.exit(slot, ExitStatus.exited(1));
    probe.awaitAssert(
        () -> {
          assertThat(fixture.events(WatcherNotification.Ended.class)).hasSizeGreaterThan(reported);
          assertThat(
                  fixture.events.stream()
                      .filter(
                          event ->
                              event instanceof WatcherNotification.Restarting
                                  || event instanceof WatcherNotification.CrashLooped)
                      .filter(event -> event.slot().equals(slot))
                      .mapToLong(WatcherNotification::generation))
              .contains((long) generation);
          // visible after the pause has begun
          assertThat(supervision.slots())
              .anyMatch(view -> view.slot().equals(slot) && view.pid() == 0);
          return null;
        });
  }

  /** Waits until the supervisor has restarted after its backoff. */
  private void passUntilDone(CompletionStage<?> stage) {
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          time.timePasses(Duration.ofMillis(100));
          assertThat(stage.toCompletableFuture()).isDone();
          return null;
        });
  }

  private void await(long generation, SlotId slot) {
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(supervision.slots())
              .anyMatch(view -> view.slot().equals(slot) && view.processGeneration() == generation);
          return null;
        });
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}

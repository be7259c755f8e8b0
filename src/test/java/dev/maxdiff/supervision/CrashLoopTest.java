package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.NOW;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.WishOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watcher that always ends at once, and a watcher whose wish was shortened; in manual time. */
class CrashLoopTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int STARTS = 120;

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(
                  ConfigFactory.parseString(
                      "akka.persistence.journal-plugin-fallback.circuit-breaker.call-timeout = 99d"))
              .withFallback(ConfigFactory.defaultReference()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final TestProbe<Object> probe = kit.createTestProbe();
  private final Fixture fixture;
  private final Supervision supervision;

  CrashLoopTest(@TempDir Path directory) {
    fixture = new Fixture(directory);
    supervision = Supervision.start(kit.system(), kit::spawn, Fixture.SETTINGS, fixture.ports);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    fixture.close();
  }

  @Test
  void anExitThatKeepsEndingIsTriedEveryMinuteForAnEventAndAnAlertAMinute() throws Exception {
    want(exit("110250"));
    Duration passed = Duration.ZERO;
    for (int i = 1; i <= STARTS; i++) {
      int launches = i;
      await(() -> fixture.runner.launches().size() == launches && runs(launches));
      int failures = fixture.events(WatcherNotification.Restarting.class).size();
      fixture.runner.exit(EXIT, ExitStatus.exited(1));
      await(() -> waitsAgain(failures));
      Duration delay = lastDelay();
      passOnce(delay);
      passed = passed.plus(delay);
    }
    await(() -> runs(STARTS + 1));

    List<Object> events = journal.persistedInStorage("Watcher|" + Fixture.KEY.entityId());
    System.out.printf(
        "%d failed starts in %d minutes: %d events, %d alerts%n",
        STARTS,
        passed.toMinutes(),
        events.size(),
        fixture.events(WatcherNotification.Alert.class).size());
    assertThat(events).hasSizeLessThan((int) passed.toMinutes() + 20);
    assertThat(fixture.events(WatcherNotification.Alert.class))
        .hasSizeBetween(STARTS / 4, (int) passed.toMinutes() + 1);
    assertThat(lastDelay()).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(60));
    assertThat(fixture.runner.generations()).doesNotHaveDuplicates().isSorted();
    assertThat(supervision.slots().get(0).restarts()).isBetween(STARTS, STARTS + 1);
  }

  @Test
  void aWatcherThatIsWellAfterManyFailuresIsWrittenDownOnceItHasLivedForAMinute() throws Exception {
    want(exit("110250"));
    for (int i = 1; i <= 5; i++) {
      int launches = i;
      await(() -> runs(launches));
      int failures = fixture.events(WatcherNotification.Restarting.class).size();
      fixture.runner.exit(EXIT, ExitStatus.exited(1));
      await(() -> waitsAgain(failures));
      passOnce(lastDelay());
    }
    await(() -> runs(6));
    long generation = supervision.slots().get(0).generation();

    Fixture.settle(supervision);
    time.timePasses(SlotRuntimeState.MINUTE);

    await(
        () ->
            journal.persistedInStorage("Watcher|" + Fixture.KEY.entityId()).stream()
                .anyMatch(
                    event ->
                        event instanceof SlotEvent.Launched launched
                            && launched.generation() == generation));
  }

  @Test
  void p3AWishThatIsShortenedEndsAtItsNewExpiryAndStartsNothing() throws Exception {
    want(exit("110250", NOW.plusSeconds(600), SECOND));
    await(() -> runs(1));
    pass(SECOND);

    assertThat(want(exit("110250", NOW.plusSeconds(60), SECOND)))
        .isEqualTo(WishOutcome.Kind.EXTENDED);

    pass(Duration.ofSeconds(57));
    assertThat(fixture.runner.stops()).isEmpty();
    assertThat(fixture.runner.alive(EXIT)).isNotNull();
    pass(Duration.ofSeconds(3));
    await(() -> fixture.runner.alive(EXIT) == null);
    await(() -> supervision.slots().get(0).state().equals("expired"));
    assertThat(fixture.runner.generations()).containsExactly(1L);
    assertThat(supervision.slots().get(0).wanted()).isFalse();
    assertThat(fixture.orderAuthority.calls).contains("withdraw exit keeping orders");
  }

  @Test
  void anExitThatIsEndedAtItsNewExpiryWithQuantityLeftAlerts() throws Exception {
    want(exit("110250"));
    await(() -> runs(1));
    pass(SECOND);
    fixture.files.report(EXIT, 1, Map.of("position_qty", 0.5, "state", "watching_orders"));

    want(exit("110250", NOW.plusSeconds(60), SECOND));
    pass(Duration.ofSeconds(61));

    await(() -> fixture.events(WatcherNotification.Alert.class).size() == 1);
    assertThat(supervision.slots().get(0).state()).isEqualTo("expired_uncovered");
  }

  /** Advances both clocks second by second, because a timer may start the next timer. */
  private void pass(Duration duration) throws Exception {
    Duration left = duration;
    while (!left.isZero()) {
      Duration step = left.compareTo(SECOND) > 0 ? SECOND : left;
      passOnce(step);
      left = left.minus(step);
    }
  }

  private void passOnce(Duration step) throws Exception {
    Fixture.settle(supervision);
    fixture.now.updateAndGet(now -> now.plus(step));
    fixture.nanos.addAndGet(step.toNanos());
    time.timePasses(step);
  }

  private boolean waitsAgain(int failuresBefore) {
    return fixture.events(WatcherNotification.Restarting.class).size() == failuresBefore + 1
        && supervision.slots().get(0).pid() == 0;
  }

  private boolean runs(int launches) {
    return fixture.runner.launches().size() == launches
        && supervision.slots().stream()
            .anyMatch(view -> view.pid() > 0 && view.processGeneration() == newest());
  }

  private long newest() {
    List<Long> generations = fixture.runner.generations();
    return generations.get(generations.size() - 1);
  }

  private Duration lastDelay() {
    List<WatcherNotification> restarts = fixture.events(WatcherNotification.Restarting.class);
    return ((WatcherNotification.Restarting) restarts.get(restarts.size() - 1)).delay();
  }

  private WishOutcome.Kind want(dev.maxdiff.domain.Wish wish) throws Exception {
    return supervision
        .want(new CheckedWish(wish, Increments.CRYPTO, false, false))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS)
        .kind();
  }

  private void await(BooleanSupplier condition) {
    probe.awaitAssert(
        Duration.ofSeconds(20),
        Duration.ofMillis(2),
        () -> {
          assertThat(condition.getAsBoolean()).isTrue();
          return null;
        });
  }
}

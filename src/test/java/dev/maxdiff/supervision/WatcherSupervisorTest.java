package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.KEY;
import static dev.maxdiff.supervision.Fixture.NOW;
import static dev.maxdiff.supervision.Fixture.SETTINGS;
import static dev.maxdiff.supervision.Fixture.entry;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit.CommandResultWithReply;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.Launch;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.supervision.WatcherSupervisor.Command;
import dev.maxdiff.supervision.WatcherSupervisor.Decided;
import dev.maxdiff.supervision.WatcherSupervisor.LifecycleSignal;
import dev.maxdiff.supervision.WatcherSupervisor.Recovered;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.SlotState.Ending;
import dev.maxdiff.supervision.wishes.SlotState.Over;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command with its reply, event and state, and the same after a replay. */
class WatcherSupervisorTest {

  /** A key for each test: supervisors of one key write to one journal until they end. */
  private final ActorTestKit kit =
      ActorTestKit.create(
          EventSourcedBehaviorTestKit.config().withFallback(ConfigFactory.defaultReference()));

  private final TestProbe<LifecycleSignal> inbox = kit.createTestProbe();
  private final Fixture fixture;
  private final EventSourcedBehaviorTestKit<Command, SlotEvent, KeyState> supervisor;

  WatcherSupervisorTest(@TempDir Path directory) {
    fixture = new Fixture(directory);
    supervisor =
        EventSourcedBehaviorTestKit.create(
            kit.system(),
            WatcherSupervisor.create(KEY, SETTINGS, fixture.ports, fixture.slotViews, inbox.ref()),
            EventSourcedBehaviorTestKit.enabledSerializationSettings().withVerifyCommands(false));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    fixture.close();
  }

  @Test
  void aWishIsWrittenAdmittedAndRun() {
    var result = want(exit("110250"));

    assertThat(result.event()).isEqualTo(new SlotEvent.ExitWanted(1, exit("110250"), NOW));
    assertThat(result.reply().outcome()).isEqualTo(new WishOutcome(Kind.STARTED, 1, null, null));
    Launch launch = fixture.runner.launches().get(0);
    assertThat(launch.generation()).isEqualTo(1);
    assertThat(launch.environment()).containsEntry("APCA_API_KEY_ID", "token-1");
    assertThat(launch.command()).contains("close-position", "--takeprofit-price=110250");
    assertThat(launch.log()).hasFileName("btcusd_buy_maxdiff_exit.log");
    inbox.awaitAssert(
        () -> {
          assertThat(fixture.files.of(EXIT).orElseThrow().state()).isEqualTo("launched");
          SlotView view = fixture.slotViews.views().get(0);
          assertThat(view.wanted()).isTrue();
          assertThat(view.pid()).isEqualTo(1_001);
          return null;
        });
  }

  @Test
  void p3AnEqualWishWritesAndStartsNothing() {
    want(exit("110250"));

    var result = want(exit("110249.9999999999"));

    assertThat(result.hasNoEvents()).isTrue();
    assertThat(result.reply().outcome().kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  @Test
  void p3AnEqualWishStartsNothingAfterARestartEither() {
    want(exit("110250"));
    awaitPid(1_001);
    supervisor.restart();

    assertThat(want(exit("110250")).reply().outcome().kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  @Test
  void anotherPollExtends() {
    want(exit("110250"));
    Wish slower = exit("110250", null, Duration.ofSeconds(9));

    var result = want(slower);

    assertThat(result.event()).isEqualTo(new SlotEvent.WishExtended(Slot.EXIT, slower, NOW));
    assertThat(result.reply().outcome().kind()).isEqualTo(Kind.EXTENDED);
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  @Test
  void anExtensionReachesTheOrderAuthorityToo() {
    want(exit("110250"));
    awaitPid(1_001);

    want(exit("110250", null, Duration.ofSeconds(9)));

    assertThat(fixture.orderAuthority.calls).containsExactly("admit 1", "admit 1");
  }

  @Test
  void theOvertakenWatchersDeathIsWrittenWithTheLaunchThatFollowsIt() {
    want(exit("110250"));
    awaitPid(1_001);

    want(exit("105000"));
    awaitPid(1_002);

    inbox.awaitAssert(
        () -> {
          assertThat(
                  supervisor.persistenceTestKit().persistedInStorage("Watcher|BTCUSD_buy_maxdiff"))
              .endsWith(
                  new SlotEvent.ExitWanted(2, exit("105000"), NOW),
                  new SlotEvent.Reaped(Slot.EXIT, 1, "ended by SIGTERM", NOW),
                  new SlotEvent.Launched(Slot.EXIT, 2, 1_002, 5, "boot", NOW));
          return null;
        });
    assertThat(fixture.events(WatcherNotification.Ended.class))
        .extracting(event -> ((WatcherNotification.Ended) event).words())
        .containsExactly("ended by SIGTERM, superseded");
  }

  @Test
  void anotherPriceReplacesWithOneEvent() {
    want(exit("110250"));
    awaitPid(1_001);

    var result = want(exit("105000"));

    assertThat(result.events())
        .filteredOn(
            event -> !(event instanceof SlotEvent.Launched) && !(event instanceof SlotEvent.Reaped))
        .containsExactly(new SlotEvent.ExitWanted(2, exit("105000"), NOW));
    assertThat(result.reply().outcome())
        .isEqualTo(new WishOutcome(Kind.REPLACED, 2, exit("110250"), null));
    WatcherNotification.Superseded superseded =
        (WatcherNotification.Superseded)
            fixture.events(WatcherNotification.Superseded.class).get(0);
    assertThat(superseded.words())
        .isEqualTo(
            "Terminating conflicting BTCUSD buy exit watcher at"
                + " BTCUSD_buy_exit_maxdiff_110250.json (takeprofit 110250) in favor of 105000");
    awaitPid(1_002);
    assertThat(fixture.orderAuthority.calls).containsExactly("admit 1", "admit 2", "retire 1");
    assertThat(
            fixture.files.all().stream()
                .map(file -> file.name() + " " + file.active() + " " + file.state()))
        .containsExactly(
            "BTCUSD_buy_exit_maxdiff_105000.json true launched",
            "BTCUSD_buy_exit_maxdiff_110250.json false superseded_exit_watcher");
  }

  @Test
  void entryAndExitDoNotDisturbEachOther() {
    want(entry("104800"));
    want(exit("110250"));

    KeyState state = supervisor.getState();
    assertThat(state.entry()).isInstanceOf(Active.class);
    assertThat(state.exit()).isInstanceOf(Active.class);
    assertThat(fixture.events(WatcherNotification.Superseded.class)).isEmpty();
  }

  @Test
  void exitCodeZeroIsDoneAndAnEqualWishAfterItIsNew() {
    want(exit("110250"));
    awaitPid(1_001);
    fixture.runner.exit(EXIT, ExitStatus.exited(0));
    awaitState(new Over(1, exit("110250"), Ending.DONE, "", NOW));

    assertThat(want(exit("110250")).reply().outcome())
        .isEqualTo(new WishOutcome(Kind.STARTED, 2, null, null));
  }

  @Test
  void aWatcherThatEndsAfterItsTimeIsExpired() {
    Wish wish = exit("110250", NOW.plusSeconds(60), Duration.ofSeconds(1));
    want(wish);
    awaitPid(1_001);
    fixture.now.set(NOW.plusSeconds(61));
    fixture.runner.exit(EXIT, ExitStatus.exited(0));

    awaitState(new Over(1, wish, Ending.EXPIRED, "", NOW.plusSeconds(61)));
  }

  @Test
  void aWatcherThatEndsAtItsOldExpiryIsStartedAgainWhenItWasExtended() {
    want(exit("110250", NOW.plusSeconds(60), Duration.ofSeconds(1)));
    awaitPid(1_001);
    want(exit("110250", NOW.plusSeconds(120), Duration.ofSeconds(1)));
    fixture.now.set(NOW.plusSeconds(61));
    fixture.runner.exit(EXIT, ExitStatus.exited(0));

    awaitPid(1_002);
    assertThat(fixture.runner.launches().get(1).command())
        .contains("--expires-at=" + NOW.plusSeconds(120));
  }

  @Test
  void aWishThatIsOverIsDenied() {
    var result = want(exit("110250", NOW, Duration.ofSeconds(1)));

    assertThat(result.hasNoEvents()).isTrue();
    assertThat(result.reply().outcome().reason())
        .isEqualTo("expires-at: 2026-01-05T14:30:00Z (expected: > 2026-01-05T14:30:00Z)");
  }

  @Test
  void aWithdrawnWishEndsItsWatcherAndItsOrders() {
    want(exit("110250"));
    awaitPid(1_001);
    TestProbe<WithdrawalOutcome> asker = kit.createTestProbe();

    supervisor.runCommand(
        new WatcherSupervisor.Withdraw(Slot.EXIT, true, false, "stop", asker.ref()));

    assertThat(asker.receiveMessage().done()).isTrue();
    assertThat(fixture.orderAuthority.calls)
        .containsExactly("admit 1", "withdraw exit keeping orders", "retire 1");
    assertThat(supervisor.getState().exit()).isEqualTo(new SlotState.Idle(1));
    assertThat(fixture.files.of(EXIT).orElseThrow().state()).isEqualTo("withdrawn");
    assertThat(fixture.files.of(EXIT).orElseThrow().active()).isFalse();
  }

  @Test
  void withdrawingNothingWritesNothing() {
    TestProbe<WithdrawalOutcome> asker = kit.createTestProbe();

    var result =
        supervisor.runCommand(
            new WatcherSupervisor.Withdraw(Slot.EXIT, false, false, "stop", asker.ref()));

    assertThat(result.hasNoEvents()).isTrue();
    assertThat(asker.receiveMessage().words()).isEqualTo("was not wanted");
  }

  @Test
  void p6RecoveryStartsAWantedWatcherUnderANewGeneration() {
    want(exit("110250"));
    awaitPid(1_001);
    crashOfTheRuntime();

    supervisor.restart();

    awaitGenerations(1L, 2L);
    assertThat(supervisor.getState().exit().generation()).isEqualTo(2);
    assertThat(fixture.runner.launches().get(1).command()).contains("--takeprofit-price=110250");
  }

  @Test
  void recoveryLeavesItsOwnRunningWatcherAlone() {
    want(exit("110250"));
    awaitPid(1_001);

    var restarted = supervisor.restart();

    assertThat(restarted.state().exit().generation()).isEqualTo(1);
    awaitPid(1_001);
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  @Test
  void recoveryReplacesAnOlderGeneration() {
    want(exit("110250"));
    awaitPid(1_001);
    Launch old = fixture.runner.launches().get(0);
    fixture.runner.pretendRunning(new Launch(EXIT, 0, old.command(), old.environment(), old.log()));

    supervisor.restart();

    awaitPid(1_002);
  }

  @Test
  void aLaunchUnderWayAtRecoveryThatFailsIsMadeUpFor() {
    want(exit("110250"));
    awaitPid(1_001);
    fixture.runner.beUnderWay(EXIT);
    supervisor.restart();
    assertThat(fixture.runner.generations()).containsExactly(1L);

    fixture.runner.exit(EXIT, ExitStatus.exited(0), 0);

    awaitGenerations(1L, 2L);
  }

  @Test
  void recoveryEndsProcessesWithoutAWish() {
    fixture.runner.pretendRunning(
        new Launch(EXIT, 7, List.of("x"), Map.of(), fixture.root.resolve("x")));

    supervisor.restart();

    inbox.awaitAssert(
        () -> {
          assertThat(fixture.runner.stops()).containsExactly(EXIT);
          return null;
        });
  }

  @Test
  void recoveryOfAnExpiredWishStartsNothing() {
    Wish wish = exit("110250", NOW.plusSeconds(60), Duration.ofSeconds(1));
    want(wish);
    awaitPid(1_001);
    crashOfTheRuntime();
    fixture.now.set(NOW.plusSeconds(61));

    supervisor.restart();

    awaitState(new Over(1, wish, Ending.EXPIRED, "", NOW.plusSeconds(61)));
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  @Test
  void anEntryThatExpiredWithoutARunningProcessLosesItsOrder() {
    want(entry("104800"));
    awaitPid(1_001);
    crashOfTheRuntime();
    fixture.now.set(NOW.plus(Duration.ofHours(25)));

    supervisor.restart();

    inbox.awaitAssert(
        () -> {
          assertThat(fixture.orderAuthority.calls).containsExactly("admit 1", "withdraw entry");
          return null;
        });
  }

  @Test
  void anExitThatExpiresUncoveredKeepsItsOrderAndAlerts() {
    want(exit("110250", NOW.plusSeconds(60), Duration.ofSeconds(1)));
    awaitPid(1_001);
    fixture.files.report(EXIT, 1, Map.of("state", "expired_uncovered"));
    fixture.now.set(NOW.plusSeconds(61));

    fixture.runner.exit(EXIT, ExitStatus.exited(0));

    inbox.awaitAssert(
        () -> {
          assertThat(fixture.orderAuthority.calls).endsWith("withdraw exit keeping orders");
          assertThat(fixture.events(WatcherNotification.Alert.class)).hasSize(1);
          return null;
        });
  }

  @Test
  void aWithdrawalIsAnsweredWhenTheWishAfterItCannotBeLaunched() {
    want(exit("110250"));
    awaitPid(1_001);
    TestProbe<WithdrawalOutcome> asker = kit.createTestProbe();
    fixture.runner.holdExits();
    supervisor.runCommand(
        new WatcherSupervisor.Withdraw(Slot.EXIT, false, false, "stop", asker.ref()));
    supervisor.runCommand(
        new WatcherSupervisor.Withdraw(Slot.EXIT, false, false, "again", asker.ref()));
    asker.expectNoMessage(Duration.ofMillis(50));

    fixture.runner.failLaunches("no such file");
    want(exit("105000"));

    assertThat(asker.receiveMessage().done()).isTrue();
    assertThat(asker.receiveMessage().done()).isTrue();
  }

  @Test
  void aLaunchThatComesBackAfterARecoveryIsWrittenDown() {
    want(exit("110250"));
    awaitPid(1_001);
    fixture.runner.beUnderWay(EXIT);
    supervisor.restart();
    fixture.events.clear();

    fixture.runner.comeBack(EXIT);

    inbox.awaitAssert(
        () -> {
          assertThat(fixture.events(WatcherNotification.Started.class)).hasSize(1);
          return null;
        });
    awaitPid(1_001);
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  @Test
  void afterQuiesceWishesStayAndNothingStarts() {
    want(exit("110250"));
    awaitPid(1_001);
    supervisor.runCommand(WatcherSupervisor.Quiesce::new);

    fixture.runner.exit(EXIT, ExitStatus.signalled(15));

    inbox.awaitAssert(
        () -> {
          assertThat(fixture.files.of(EXIT).orElseThrow().state()).isEqualTo("shutdown");
          return null;
        });
    assertThat(want(exit("1")).reply().outcome().kind()).isEqualTo(Kind.DENIED);
    assertThat(supervisor.getState().exit()).isInstanceOf(Active.class);
    assertThat(fixture.runner.generations()).containsExactly(1L);
  }

  private CommandResultWithReply<Command, SlotEvent, KeyState, Decided> want(Wish wish) {
    return supervisor.runCommand(
        replyTo ->
            new WatcherSupervisor.Want(
                new CheckedWish(wish, Increments.CRYPTO, true, false), 1, replyTo));
  }

  private void crashOfTheRuntime() {
    fixture.runner.forgetProcesses();
  }

  private void awaitPid(int pid) {
    inbox.awaitAssert(
        () -> {
          assertThat(fixture.slotViews.views()).anyMatch(view -> view.pid() == pid);
          return null;
        });
  }

  private void awaitGenerations(Long... generations) {
    inbox.awaitAssert(
        () -> {
          assertThat(fixture.runner.generations()).containsExactly(generations);
          return null;
        });
    awaitPid(1_000 + generations[generations.length - 1].intValue());
  }

  private void awaitState(SlotState exit) {
    inbox.awaitAssert(
        () -> {
          assertThat(supervisor.getState().exit()).isEqualTo(exit);
          return null;
        });
  }

  @Test
  void theInboxReceivesEachRecovery() {
    inbox.expectMessage(Recovered.INSTANCE);
    supervisor.restart();
    inbox.expectMessage(Recovered.INSTANCE);
  }
}

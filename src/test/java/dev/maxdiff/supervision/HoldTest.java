package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.ENTRY;
import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.NOW;
import static dev.maxdiff.supervision.Fixture.entry;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import dev.maxdiff.supervision.wishes.WishOutlook;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may hold a slot, who may lift the hold, and what happens meanwhile (DESIGN 4.1). */
class HoldTest {

  private static final String HELD = "held by an operator since " + NOW;

  private final ActorTestKit kit =
      ActorTestKit.create(
          PersistenceTestKitPlugin.getInstance()
              .config()
              .withFallback(ConfigFactory.defaultReference()));
  private final Fixture fixture;
  private Supervision supervision;

  HoldTest(@TempDir Path directory) {
    fixture = new Fixture(directory);
    supervision = start();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    fixture.close();
  }

  @Test
  void aLoopsWishForAHeldSlotIsDeniedAndNotKept() throws Exception {
    loop(exit("110250"));
    hold(EXIT);

    assertDenied(loop(exit("110250")));
    assertDenied(loop(exit("105000")));
    assertThat(lift(EXIT)).containsExactly(EXIT);

    assertThat(view(EXIT).wanted()).isFalse();
    assertThat(fixture.runner.generations()).containsExactly(1L);
    assertThat(loop(exit("110250")).kind()).isEqualTo(Kind.STARTED);
  }

  @Test
  void aHoldIsSeenInViewAndFile() throws Exception {
    loop(exit("110250"));
    hold(EXIT, ENTRY);

    assertThat(view(EXIT).state()).isEqualTo("held");
    assertThat(view(ENTRY).heldSince()).isEqualTo(NOW);
    assertThat(fixture.files.of(EXIT).orElseThrow().text("held_since"))
        .isEqualTo("2026-01-05T14:30:00+00:00");
    lift(EXIT, ENTRY);
    assertThat(view(EXIT).state()).isEqualTo("withdrawn");
    assertThat(fixture.files.of(EXIT).orElseThrow().fields()).doesNotContainKey("held_since");
  }

  @Test
  void aPreviewHasTheOutcomeOfTheWishAndStartsNothing() throws Exception {
    assertThat(preview(exit("110250"))).isEqualTo(Kind.STARTED);
    assertThat(supervision.knownKeys()).isEmpty();
    loop(exit("110250"));

    assertThat(preview(exit("110250"))).isEqualTo(Kind.UNCHANGED);
    assertThat(preview(exit("105000"))).isEqualTo(Kind.REPLACED);
    hold(EXIT);

    WishOutlook outlook =
        get(supervision.preview(new CheckedWish(exit("1"), Increments.CRYPTO, false, false)));
    assertThat(outlook.isHeld()).isTrue();
    assertDenied(outlook.outcome());
    assertThat(fixture.runner.generations()).containsExactly(1L);
    lift(EXIT);
    assertThat(view(EXIT).wanted()).isFalse();
  }

  @Test
  void aHoldOfOneSlotLeavesTheOther() throws Exception {
    hold(ENTRY);

    assertDenied(loop(entry("104800")));
    assertThat(loop(exit("110250")).kind()).isEqualTo(Kind.STARTED);
  }

  @Test
  void anOperatorsExitWishLiftsTheHoldOfItsSlotOnly() throws Exception {
    hold(EXIT, ENTRY);

    assertThat(operator(exit("110250")).kind()).isEqualTo(Kind.STARTED);

    assertDenied(loop(entry("104800")));
    assertThat(loop(exit("111000")).kind()).isEqualTo(Kind.REPLACED);
  }

  @Test
  void anOperatorsEntryWishLiftsTheExitsHoldToo() throws Exception {
    hold(EXIT, ENTRY);

    assertThat(operator(entry("104800")).kind()).isEqualTo(Kind.STARTED);

    assertThat(loop(exit("110250")).kind()).isEqualTo(Kind.STARTED);
  }

  @Test
  void anOperatorsEqualEntryWishLiftsTheExitsHoldToo() throws Exception {
    loop(entry("104800"));
    hold(EXIT);

    assertThat(operator(entry("104800")).kind()).isEqualTo(Kind.UNCHANGED);

    assertThat(loop(exit("110250")).kind()).isEqualTo(Kind.STARTED);
  }

  @Test
  void anOperatorsDeniedWishLiftsNothing() throws Exception {
    hold(EXIT);

    assertThat(operator(exit("110250", NOW.minusSeconds(1), Duration.ofSeconds(1))).kind())
        .isEqualTo(Kind.DENIED);

    assertDenied(loop(exit("110250")));
  }

  @Test
  void holdsSurviveARestart() throws Exception {
    loop(exit("110250"));
    hold(EXIT);

    supervision = start();

    assertDenied(loop(exit("110250")));
  }

  @Test
  void killAllHoldsEveryKeyKnownOrNotAlsoAfterARestart() throws Exception {
    loop(exit("110250"));
    loop(entry("104800"));

    assertThat(get(supervision.holdAll(true, "kill-all")))
        .extracting(WithdrawalOutcome::slot)
        .containsExactlyInAnyOrder(EXIT, ENTRY);
    assertDenied(loop(exit("110250")));
    assertDenied(loop(other("1")));
    supervision = start();
    assertDenied(loop(exit("110250")));
    assertDenied(loop(other("2")));

    get(supervision.liftAll());
    assertThat(loop(exit("110250")).kind()).isEqualTo(Kind.STARTED);
    assertThat(loop(other("1")).kind()).isEqualTo(Kind.STARTED);
  }

  @Test
  void afterKillAllAnOperatorsExitWishStillLetsNoEntryIn() throws Exception {
    get(supervision.holdAll(true, "kill-all"));

    assertThat(operator(exit("110250")).kind()).isEqualTo(Kind.STARTED);

    assertDenied(loop(entry("104800")));
    assertDenied(loop(other("1")));
    assertThat(loop(exit("111000")).kind()).isEqualTo(Kind.REPLACED);
  }

  @Test
  void aSecondKillAllHoldsAgainWhatWasLifted() throws Exception {
    get(supervision.holdAll(true, "kill-all"));
    lift(EXIT);
    assertThat(loop(exit("110250")).kind()).isEqualTo(Kind.STARTED);

    get(supervision.holdAll(true, "kill-all"));

    assertDenied(loop(exit("110250")));
  }

  @Test
  void aWishWhoseWriteIsInFlightDoesNotSurviveKillAll() throws Exception {
    CompletionStage<WishOutcome> wished =
        supervision.want(new CheckedWish(exit("110250"), Increments.CRYPTO, false, false));
    get(supervision.holdAll(true, "kill-all"));
    get(wished);

    Fixture.settle(supervision);
    assertThat(supervision.slots()).noneMatch(SlotView::wanted);
  }

  private Supervision start() {
    // another runtime on the same journal and directory
    fixture.runner.forgetProcesses();
    AllKeysHold stored =
        AllKeysHold.open(StateDirectory.open(Fixture.settings(fixture.root), Venue.EMBEDDED));
    return Supervision.start(
        kit.system(),
        new ActorSpawner() {
          @Override
          public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
            return kit.spawn(behavior);
          }
        },
        Fixture.SETTINGS,
        new SupervisionPorts(
            fixture.runner,
            fixture.orderAuthority,
            fixture.orderAuthority,
            fixture.files,
            stored,
            fixture.events::add,
            fixture.ports.program(),
            fixture.ports.logs(),
            fixture.root,
            fixture.now::get,
            fixture.nanos::get,
            fixture.ports.random()));
  }

  private static void assertDenied(WishOutcome outcome) {
    assertThat(outcome.kind()).isEqualTo(Kind.DENIED);
    assertThat(outcome.reason()).isEqualTo(HELD);
  }

  private static Wish other(String strategy) {
    ExitWish like = exit("110250");
    return new ExitWish(
        WatcherKey.parse("ETHUSD|buy|other" + strategy),
        like.takeprofitPrice(),
        null,
        like.tolerance(),
        null,
        like.poll(),
        false,
        false);
  }

  private WishOutcome loop(Wish wish) throws Exception {
    return get(supervision.want(new CheckedWish(wish, Increments.CRYPTO, false, false)));
  }

  private Kind preview(Wish wish) throws Exception {
    return get(supervision.preview(new CheckedWish(wish, Increments.CRYPTO, false, false)))
        .outcome()
        .kind();
  }

  private WishOutcome operator(Wish wish) throws Exception {
    return get(supervision.want(new CheckedWish(wish, Increments.CRYPTO, true, false)));
  }

  private void hold(SlotId... slots) throws Exception {
    get(supervision.hold(Set.of(slots), true, "stopped by an operator"));
  }

  private List<SlotId> lift(SlotId... slots) throws Exception {
    return get(supervision.lift(List.of(slots), "resumed by an operator"));
  }

  private SlotView view(SlotId slot) {
    return supervision.slots().stream()
        .filter(view -> view.slot().equals(slot))
        .findFirst()
        .orElseThrow();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}

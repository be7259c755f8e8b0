package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.NOW;
import static dev.maxdiff.supervision.Fixture.SETTINGS;
import static dev.maxdiff.supervision.Fixture.entry;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.PlannedTrades;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.SlotState.Ending;
import dev.maxdiff.supervision.wishes.SlotState.Over;
import dev.maxdiff.supervision.wishes.TradeDecision;
import dev.maxdiff.supervision.wishes.WishDecision;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions, without the actor that executes them. */
class SupervisionDecisionsTest {

  private static final TradeDecision NO_ROWS =
      new TradeDecision(PlannedTrades.NONE, (first, last) -> Optional.empty());
  private static final SupervisionSettings NO_JITTER =
      new SupervisionSettings(
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          0,
          Duration.ofMinutes(5),
          10,
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          100);

  @Test
  void defaultsAreThoseOfReferenceConf() {
    assertThat(SETTINGS.jitter()).isEqualTo(0.2);
    assertThat(SETTINGS.startPause()).isEqualTo(NO_JITTER.startPause());
    assertThat(SETTINGS.crashLoopFailures()).isEqualTo(10);
    assertThatThrownBy(
            () ->
                SupervisionSettings.from(
                    ConfigFactory.parseString("maxdiff.supervision.min-backoff = 2m")
                        .withFallback(ConfigFactory.defaultReference())))
        .hasMessage("min-backoff: PT2M (expected: <= max-backoff PT1M)");
  }

  @ParameterizedTest
  @CsvSource({"1, PT1S", "2, PT2S", "6, PT32S", "7, PT1M", "5000, PT1M"})
  void backoffDoublesUpToItsBound(int failures, Duration expected) {
    assertThat(NO_JITTER.backoff(failures, new Random(1))).isEqualTo(expected);
    assertThat(SETTINGS.backoff(failures, new Random(1)))
        .isBetween(expected.multipliedBy(8).dividedBy(10), expected);
  }

  @Test
  void aCrashLoopIsLeftAloneByLoopsAndRetriedByOperators() {
    SlotState state = new Over(5, entry("104800"), Ending.CRASH_LOOP, "exit code 1", NOW);

    assertThat(decide(state, entry("104800"), false, true).outcome().kind()).isEqualTo(Kind.DENIED);
    assertThat(decide(state, entry("104800"), true, false).outcome().kind()).isEqualTo(Kind.DENIED);
    assertThat(decide(state, entry("104800"), true, true).outcome())
        .isEqualTo(new WishOutcome(Kind.STARTED, 6, null, null));
    assertThat(decide(state, entry("104900"), false, false).outcome().kind())
        .isEqualTo(Kind.STARTED);
  }

  @Test
  void anEntryGivesUpAndAnExitNeverDoes() {
    WatcherEndRule rule = new WatcherEndRule(NO_JITTER, new Random(1));
    Failures many = Failures.NONE;
    for (int i = 0; i < 11; i++) {
      many = many.and(i, NO_JITTER.crashLoopWindow());
    }

    assertThat(rule.decide(Slot.ENTRY, active(entry("1")), false, many, NOW))
        .isEqualTo(new WatcherEndRule.GiveUp());
    assertThat(rule.decide(Slot.EXIT, active(exit("1")), false, many, NOW))
        .isEqualTo(new WatcherEndRule.Restart(Duration.ofSeconds(60), true));
  }

  @Test
  void onlyFailuresWithinTheWindowCount() {
    Failures failures = Failures.NONE;
    Duration window = NO_JITTER.crashLoopWindow();
    for (int i = 0; i < 40; i++) {
      failures = failures.and(Duration.ofMinutes(2).multipliedBy(i).toNanos(), window);
    }

    assertThat(failures.recent()).hasSize(6);
    assertThat(failures.inARow()).isEqualTo(40);
  }

  @Test
  void lateReportsDoNotChangeANewerState() {
    SlotState state = active(exit("110250"));

    assertThat(state.on(new SlotEvent.Launched(Slot.EXIT, 3, 77, 1, "b", NOW))).isEqualTo(state);
    assertThat(state.on(new SlotEvent.Ended(Slot.EXIT, 3, 1, 0, "exit code 1", NOW)))
        .isEqualTo(state);
    assertThat(new SlotState.Idle(4).on(new SlotEvent.Done(Slot.EXIT, 4, NOW)))
        .isEqualTo(new SlotState.Idle(4));
  }

  @Test
  void theBundledChildGetsEverythingAtFullPrecision() {
    WatcherProgram program = new WatcherProgram(List.of("java", "-jar", "x.jar"), true, null);

    assertThat(command(program, entry("0.000012345678")))
        .containsExactly(
            "java",
            "-jar",
            "x.jar",
            "open-position",
            "BTCUSD",
            "--side=buy",
            "--limit-price=0.000012345678",
            "--target-qty=0.5",
            "--tolerance-pct=0.0066",
            "--asset-class=crypto",
            "--expiry-minutes=1440",
            "--expires-at=2026-01-06T14:30:00Z",
            "--poll-seconds=0.5");
  }

  @Test
  void anExitUntilFlatHasNoExpiryAndAPartialOneKnowsSinceWhenItsFillsCount() {
    WatcherProgram program = new WatcherProgram(List.of("maxdiff"), true, null);
    ExitWish part =
        new ExitWish(
            Fixture.KEY,
            Price.parse("110250"),
            Quantity.parse("0.25"),
            new BigDecimal("0.001"),
            null,
            Duration.ofSeconds(1),
            false,
            false);

    assertThat(command(program, part))
        .containsExactly(
            "maxdiff",
            "close-position",
            "BTCUSD",
            "--side=buy",
            "--takeprofit-price=110250",
            "--price-tolerance=0.001",
            "--target-qty=0.25",
            "--asset-class=crypto",
            "--poll-seconds=1",
            "--since-generation=7");
    SlotState restarted =
        active(part).on(new SlotEvent.RestartPlanned(Slot.EXIT, 5, 1, "exit code 1", NOW));
    assertThat(((Active) restarted).firstGeneration()).isEqualTo(4);
  }

  @Test
  void aForeignCommandGetsOnlyArgumentsOfTheContract() {
    WatcherProgram program = new WatcherProgram(List.of("/bin/maxdiff"), false, null);

    assertThat(command(program, exit("110250")))
        .containsExactly(
            "/bin/maxdiff",
            "close-position",
            "BTCUSD",
            "--side=buy",
            "--takeprofit-price=110250",
            "--price-tolerance=0.001",
            "--asset-class=crypto",
            "--expiry-minutes=525600",
            "--poll-seconds=1",
            "--config-path=/s/x.json");
  }

  private static WishDecision.Decision decide(
      SlotState state, Wish wish, boolean operator, boolean retry) {
    return WishDecision.decide(
        state, new CheckedWish(wish, Increments.CRYPTO, operator, retry), NO_ROWS, 0, NOW);
  }

  private static List<String> command(WatcherProgram program, Wish wish) {
    return WatcherCommand.of(program, wish, 7, Path.of("/s/x.json"), NOW);
  }

  private static Active active(Wish wish) {
    return new Active(4, wish, null, null, 0, "", NOW);
  }

  @Test
  void generationsContinueAboveThoseOfTheBroker() {
    SlotState state = new Over(5, entry("104800"), Ending.DONE, "", NOW);
    WishDecision.Decision decision =
        WishDecision.decide(
            state,
            new CheckedWish(entry("104900"), Increments.CRYPTO, false, false),
            NO_ROWS,
            41,
            NOW);
    assertThat(decision.outcome().generation()).isEqualTo(42);

    SlotState wanted = SlotState.NONE.on(new SlotEvent.EntryWanted(5, entry("104900"), NOW));
    RestartPolicy.Plan plan = RestartPolicy.Plan.of(SETTINGS, (SlotState.Active) wanted, 41, 0, "");
    SlotState.Active after = (SlotState.Active) wanted.on(plan.event(Slot.ENTRY, NOW));
    assertThat(after.generation()).isEqualTo(42);
    assertThat(after.firstGeneration()).as("the wish is the same").isEqualTo(5);
  }
}

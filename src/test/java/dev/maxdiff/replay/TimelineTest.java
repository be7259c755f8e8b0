package dev.maxdiff.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.replay.Timeline.Rank;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Instant START = Instant.parse("2013-11-25T15:00:00Z");

  private final Timeline timeline = new Timeline(START);
  private final List<String> ran = new ArrayList<>();

  @Test
  void actionsRunInTheOrderOfTheirInstants() {
    at(3, Rank.EXCHANGE, "", "third");
    at(1, Rank.PROGRAM, "", "first");
    at(2, Rank.WORLD, "", "second");

    timeline.playUntil(second(10));

    assertThat(ran).containsExactly("first 1", "second 2", "third 3");
    assertThat(timeline.instant()).isEqualTo(second(10));
  }

  @Test
  void actionsOfOneInstantRunByRankThenSubjectThenNumber() {
    at(1, Rank.PROGRAM, "b", "program b, scheduled first");
    at(1, Rank.PROGRAM, "b", "program b, scheduled second");
    at(1, Rank.PROGRAM, "a", "program a");
    at(1, Rank.WORLD, "z", "world");
    at(1, Rank.EXCHANGE, "z", "exchange");

    timeline.playUntil(second(2));

    assertThat(ran)
        .containsExactly(
            "exchange 1",
            "world 1",
            "program a 1",
            "program b, scheduled first 1",
            "program b, scheduled second 1");
  }

  @Test
  void anActionAtTheEndIsLeftToTheNextCall() {
    at(2, Rank.EXCHANGE, "", "at the end");

    timeline.playUntil(second(2));
    assertThat(ran).isEmpty();

    timeline.playUntil(second(3));
    assertThat(ran).containsExactly("at the end 2");
  }

  @Test
  void anActionMaySchedule() {
    timeline.schedule(
        Duration.ofSeconds(1), Rank.PROGRAM, "", () -> at(1, Rank.PROGRAM, "", "one second later"));

    timeline.playUntil(second(5));

    assertThat(ran).containsExactly("one second later 2");
  }

  @Test
  void anActionForThePastIsDueAtOnce() {
    timeline.playUntil(second(5));
    timeline.schedule(second(1), Rank.PROGRAM, "a", () -> note("for the past"));
    at(0, Rank.EXCHANGE, "b", "for now");

    timeline.playUntil(second(6));

    assertThat(ran).containsExactly("for now 5", "for the past 5");
  }

  @Test
  void onlyEarlierRanksActWhileAnActionTakesTime() {
    for (Rank rank : Rank.values()) {
      ran.clear();
      timeline.schedule(Duration.ofSeconds(1), rank, "", () -> passTwoSeconds(rank));
      for (Rank other : Rank.values()) {
        at(2, other, "", other.toString());
      }

      timeline.pass(Duration.ofSeconds(10));

      List<String> expected = new ArrayList<>(List.of(rank + " begins"));
      List<Rank> ranks = List.of(Rank.values());
      ranks.subList(0, rank.ordinal()).forEach(one -> expected.add(one.toString()));
      expected.add(rank + " ends");
      ranks.subList(rank.ordinal(), ranks.size()).forEach(one -> expected.add(one.toString()));
      assertThat(ran).extracting(line -> line.replaceFirst(" \\d+$", "")).isEqualTo(expected);
    }
  }

  private void passTwoSeconds(Rank rank) {
    note(rank + " begins");
    timeline.pass(Duration.ofSeconds(2));
    note(rank + " ends");
  }

  @Test
  void whatBecameDueDuringALongActionRunsAfterItAtTheTimeOfThen() {
    at(2, Rank.PROGRAM, "", "second");
    at(3, Rank.PROGRAM, "", "third");
    timeline.schedule(
        Duration.ofSeconds(1), Rank.PROGRAM, "", () -> timeline.pass(Duration.ofSeconds(7)));

    timeline.playUntil(second(20));

    assertThat(ran).containsExactly("second 8", "third 8");
  }

  /** An exchange has processed what happens at an instant before a program acts at that instant. */
  @Test
  void followersGetTheTimeBeforeTheActionsOfThatInstant() {
    timeline.follow(now -> note("followed"));
    at(1, Rank.EXCHANGE, "", "action");
    at(1, Rank.WORLD, "", "another");

    timeline.playUntil(second(2));

    assertThat(ran).containsExactly("followed 1", "action 1", "another 1", "followed 2");
  }

  @Test
  void afterAnExceptionTheNextCallContinuesWithTheNextAction() {
    timeline.schedule(Duration.ofSeconds(1), Rank.EXCHANGE, "", TimelineTest::fail);
    at(1, Rank.PROGRAM, "", "next");

    assertThatThrownBy(() -> timeline.playUntil(second(5))).hasMessage("killed");
    assertThat(timeline.instant()).isEqualTo(second(1));

    timeline.playUntil(second(5));
    assertThat(ran).containsExactly("next 1");
  }

  private static void fail() {
    throw new IllegalStateException("killed");
  }

  @Test
  void itRefusesToGoBackAndToBePlayedWithinAnAction() {
    assertThatThrownBy(() -> timeline.pass(Duration.ofSeconds(-1)))
        .hasMessage("time: PT-1S (expected: not negative)");

    timeline.schedule(Duration.ofSeconds(1), Rank.PROGRAM, "", () -> timeline.playUntil(second(3)));
    assertThatThrownBy(() -> timeline.playUntil(second(2)))
        .hasMessage("playUntil within an action (expected: pass)");
  }

  @Test
  void nanosecondsMeasureTheSameClock() {
    long before = timeline.nanoTime();

    timeline.pass(Duration.ofMillis(1_500));

    assertThat(timeline.nanoTime() - before).isEqualTo(1_500_000_000L);
  }

  private void at(int seconds, Rank rank, String subject, String name) {
    timeline.schedule(Duration.ofSeconds(seconds), rank, subject, () -> note(name));
  }

  private void note(String name) {
    ran.add(name + " " + Duration.between(START, timeline.instant()).toSeconds());
  }

  private static Instant second(int seconds) {
    return START.plusSeconds(seconds);
  }
}

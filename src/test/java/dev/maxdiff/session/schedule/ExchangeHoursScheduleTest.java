package dev.maxdiff.session.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.session.schedule.Schedule.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExchangeHoursScheduleTest {

  private static final Pass CRYPTO = new Pass(Set.of(AssetClass.CRYPTO), Set.of());
  private static final Pass CLOSE = new Pass(Set.of(), Set.of(AssetClass.EQUITY));

  private final Schedule schedule =
      new ExchangeHoursSchedule(
          new DailyBranches(MarketCalendar.RULES, Duration.ofMinutes(45), Duration.ofMinutes(15)));

  @Test
  void aWinterDayHasItsSixPasses() {
    assertThat(day("2025-11-04T05:00:00Z", Duration.ofMinutes(1)))
        .containsExactly(
            "2025-11-04T05:00:00Z full",
            "2025-11-04T14:30:00Z full",
            "2025-11-04T15:30:00Z full",
            "2025-11-04T20:00:00Z close",
            "2025-11-05T00:05:00Z crypto",
            "2025-11-05T03:00:00Z full");
  }

  @Test
  void h29InSummerTheCryptoRefreshWaitsForTheDaysBarToo() {
    assertThat(day("2025-07-07T04:00:00Z", Duration.ofMinutes(1)))
        .contains("2025-07-08T00:05:00Z crypto")
        .filteredOn(pass -> pass.endsWith("crypto"))
        .hasSize(1);
  }

  @Test
  void h29NothingIsClosedAtTheWeekEndAndAnEarlyCloseMovesTheClosingPass() {
    assertThat(day("2025-11-08T05:00:00Z", Duration.ofMinutes(1)))
        .noneMatch(pass -> pass.endsWith("close"));
    assertThat(
            passesFrom(
                new ExchangeHoursSchedule(
                    new DailyBranches(
                        MarketCalendar.RULES, Duration.ofMinutes(45), Duration.ofMinutes(15))),
                "2026-11-27T05:00:00Z",
                Duration.ofMinutes(1)))
        .contains("2026-11-27T17:00:00Z close");
  }

  @Test
  void h29AStartInTheDaytimeLeavesTheNightsPass() {
    assertThat(day("2025-11-04T18:00:00Z", Duration.ofMinutes(1)))
        .startsWith("2025-11-04T18:00:00Z full")
        .contains("2025-11-05T03:00:00Z full");
  }

  @Test
  void h29ALongPassJumpsOverNoWindow() {
    schedule.due(Instant.parse("2025-11-04T12:00:00Z"));

    assertThat(schedule.due(Instant.parse("2025-11-04T17:00:00Z"))).contains(Pass.FULL);
    assertThat(schedule.due(Instant.parse("2025-11-04T17:00:01Z"))).isEmpty();
    assertThat(schedule.due(Instant.parse("2025-11-04T22:00:00Z"))).contains(CLOSE);
    assertThat(schedule.due(Instant.parse("2025-11-05T02:00:00Z"))).contains(CRYPTO);
  }

  private List<String> day(String from, Duration step) {
    return passesFrom(schedule, from, step);
  }

  private static List<String> passesFrom(Schedule schedule, String from, Duration step) {
    List<String> found = new ArrayList<>();
    Instant start = Instant.parse(from);
    for (Instant at = start; at.isBefore(start.plus(Duration.ofDays(1))); at = at.plus(step)) {
      Optional<Pass> pass = schedule.due(at);
      if (pass.isPresent()) {
        found.add(at + " " + name(pass.get()));
      }
    }
    return found;
  }

  private static String name(Pass pass) {
    return pass.equals(CRYPTO) ? "crypto" : pass.equals(CLOSE) ? "close" : "full";
  }
}

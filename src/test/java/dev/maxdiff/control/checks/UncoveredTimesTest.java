package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Fakes;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The time during which an exit was uncovered. */
class UncoveredTimesTest {

  private static final Instant NOON = Instant.parse("2026-01-05T17:00:00Z");
  private static final SlotId OTHER =
      WatcherKey.parse("ETHUSD|buy|maxdiff").slot(Fakes.EXIT.slot());

  private final UncoveredTimes times = new UncoveredTimes();

  private ExitNotice.Kind kind = ExitNotice.Kind.UNCOVERED;

  private static ExitNotice notice(ExitNotice.Kind kind) {
    return new ExitNotice(kind, BigDecimal.ONE, "no order");
  }

  private UncoveredTimes.Figures update(Instant at, SlotId... uncovered) {
    List<ConsistencyFinding> findings =
        Stream.of(Fakes.EXIT, OTHER)
            .map(
                slot ->
                    new ConsistencyFinding(
                        slot,
                        7,
                        "",
                        List.of(uncovered).contains(slot) ? notice(kind) : null,
                        Duration.ofSeconds(10)))
            .toList();
    return times.update(at, TimeUnit.SECONDS.toNanos(at.getEpochSecond()), findings);
  }

  private UncoveredTimes.Figures update(long second, SlotId... uncovered) {
    return update(NOON.plusSeconds(second), uncovered);
  }

  @Test
  void addsTheTimesBetweenChecks() {
    update(0, Fakes.EXIT);
    update(5, Fakes.EXIT, OTHER);
    update(10);
    update(20, Fakes.EXIT);
    var figures = update(23, Fakes.EXIT);

    assertThat(figures.byKey())
        .containsEntry(Fakes.EXIT, Duration.ofSeconds(8))
        .containsEntry(OTHER, Duration.ZERO);
    assertThat(figures.worstOfDay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(figures.now()).hasSize(1);
    assertThat(figures.now().get(0).since()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void p15AKeyIsNakedAfterThePatience() {
    update(0, Fakes.EXIT);

    assertThat(update(9, Fakes.EXIT).naked()).isEmpty();
    assertThat(update(10, Fakes.EXIT).naked()).containsExactly(Fakes.EXIT);
    assertThat(update(11).naked()).isEmpty();
    assertThat(update(12, Fakes.EXIT).naked()).isEmpty();
  }

  @Test
  void p15WhatCannotBeSoldNowIsNeverNaked() {
    kind = ExitNotice.Kind.UNTIL_OPENING;
    update(0, Fakes.EXIT);
    var night = update(600, Fakes.EXIT);
    kind = ExitNotice.Kind.UNCOVERED;
    var morning = update(601, Fakes.EXIT);

    assertThat(night.naked()).isEmpty();
    assertThat(night.now()).hasSize(1);
    assertThat(night.byKey()).isEmpty();
    assertThat(morning.naked()).isEmpty();
    assertThat(update(611, Fakes.EXIT).naked()).containsExactly(Fakes.EXIT);
  }

  @Test
  void theWorstIsOfTheExchangesDay() {
    update(0, Fakes.EXIT);
    update(30, Fakes.EXIT);
    update(31);

    assertThat(update(60).worstOfDay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(update(24 * 3600).worstOfDay()).isZero();
    assertThat(update(24 * 3600).byKey()).containsEntry(Fakes.EXIT, Duration.ofSeconds(30));
  }

  @Test
  void aClockThatIsSetBackTakesNothingAway() {
    update(0, Fakes.EXIT);
    update(10, Fakes.EXIT);

    assertThat(update(-3600, Fakes.EXIT).byKey()).containsEntry(Fakes.EXIT, Duration.ofSeconds(10));
  }
}

package dev.maxdiff.execution.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Figures of all order managers together. */
class OrderMetricsTest {

  private static final Instant NOON = Instant.parse("2026-01-05T17:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private OrderMetrics gauges = OrderMetrics.NONE;

  private void replaced(Slot slot, Instant at, long gap) {
    gauges =
        gauges.replaced(new ReplaceReport(Samples.A.slot(slot), 4, "id", at.minusMillis(gap), at));
  }

  @Test
  void theWorstGapIsOfTheDayInWhateverOrderReceiptsCome() {
    replaced(Slot.EXIT, NOON, 143);
    replaced(Slot.EXIT, NOON.minus(DAY), 900);
    replaced(Slot.EXIT, NOON.plusSeconds(1), 20);
    replaced(Slot.ENTRY, NOON, 5);

    assertThat(gauges.worstGaps(NOON.plusSeconds(60)))
        .containsEntry(Slot.EXIT, Duration.ofMillis(143))
        .containsEntry(Slot.ENTRY, Duration.ofMillis(5));
    assertThat(gauges.worstGaps(NOON.plus(DAY))).containsEntry(Slot.EXIT, Duration.ZERO);
  }

  @Test
  void aNewDayBeginsAnew() {
    replaced(Slot.EXIT, NOON, 143);
    replaced(Slot.EXIT, NOON.plus(DAY), 20);

    assertThat(gauges.worstGaps(NOON.plus(DAY))).containsEntry(Slot.EXIT, Duration.ofMillis(20));
  }

  @Test
  void deniedOrdersAreCounted() {
    gauges = gauges.denied().unresolved(Samples.BTC, 1).denied();
    replaced(Slot.EXIT, NOON, 143);

    assertThat(gauges.denials()).isEqualTo(2);
  }

  @Test
  void unresolvedIntentsAddUpOverSymbols() {
    gauges = gauges.unresolved(Samples.BTC, 1);
    gauges = gauges.unresolved(Symbol.parse("ETHUSD"), 2);
    gauges = gauges.unresolved(Samples.BTC, 0);

    assertThat(gauges.unresolved()).isEqualTo(2);
  }
}

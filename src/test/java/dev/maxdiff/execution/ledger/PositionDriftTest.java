package dev.maxdiff.execution.ledger;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A owns 0.3 by its fills; the position differs for a while. */
class PositionDriftTest {

  private long seconds;
  private final PositionDrift discrepancies =
      new PositionDrift(Duration.ofSeconds(15), () -> Duration.ofSeconds(seconds).toNanos());

  private boolean observe(long at, String position) {
    seconds = at;
    var order = Samples.own(A.slot(Slot.ENTRY), 1, "0.3", "0.3", "100", OrderStatus.FILLED);
    var positions = List.of(Samples.position("BTCUSD", position));
    return discrepancies.seen(
        PositionLedger.of(CoinFees.NONE, positions, List.of(order), List.of(), Set.of())
            .symbolLedger(BTC));
  }

  @Test
  void freezesOnceWhenTooMuchIsOwnedForTooLong() {
    assertThat(observe(0, "0.2")).isFalse();
    assertThat(observe(15, "0.2")).isFalse();
    assertThat(discrepancies.isFrozen(BTC)).isFalse();
    assertThat(observe(16, "0.2")).isTrue();
    assertThat(observe(17, "0.2")).isFalse();
    assertThat(discrepancies.isFrozen(BTC)).isTrue();
  }

  @Test
  void thawsWhenTheyAgreeAndCountsAnew() {
    observe(0, "0.2");
    observe(16, "0.2");
    observe(17, "0.3");
    assertThat(discrepancies.isFrozen(BTC)).isFalse();
    assertThat(observe(18, "0.2")).isFalse();
    assertThat(observe(32, "0.2")).isFalse();
  }

  @Test
  void unownedQuantityMayBeClaimedOnlyWhenItHasLasted() {
    observe(0, "0.5");
    assertThat(discrepancies.claimable(BTC, Side.BUY)).isZero();
    observe(10, "0.4");
    observe(15, "0.5");
    assertThat(discrepancies.claimable(BTC, Side.BUY)).isEqualByComparingTo("0.1");
    observe(16, "0.3");
    assertThat(discrepancies.claimable(BTC, Side.BUY)).isZero();
    assertThat(discrepancies.claimable(BTC, Side.SELL)).isZero();
  }
}

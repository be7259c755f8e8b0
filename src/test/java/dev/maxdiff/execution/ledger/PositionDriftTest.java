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

  private PositionDrift drift = PositionDrift.none(Duration.ofSeconds(15));

  /** Returns whether the observation has frozen the symbol. */
  private boolean observe(long at, String position) {
    var order = Samples.own(A.slot(Slot.ENTRY), 1, "0.3", "0.3", "100", OrderStatus.FILLED);
    var positions = List.of(Samples.position("BTCUSD", position));
    PositionDrift before = drift;
    drift =
        drift.seen(
            PositionLedger.of(CoinFees.NONE, positions, List.of(order), List.of(), Set.of())
                .symbolLedger(BTC),
            Duration.ofSeconds(at).toNanos());
    return drift.isFrozen(BTC) && !before.isFrozen(BTC);
  }

  @Test
  void freezesOnceWhenTooMuchIsOwnedForTooLong() {
    assertThat(observe(0, "0.2")).isFalse();
    assertThat(observe(15, "0.2")).isFalse();
    assertThat(drift.isFrozen(BTC)).isFalse();
    assertThat(observe(16, "0.2")).isTrue();
    assertThat(observe(17, "0.2")).isFalse();
    assertThat(drift.isFrozen(BTC)).isTrue();
  }

  @Test
  void thawsWhenTheyAgreeAndCountsAnew() {
    observe(0, "0.2");
    observe(16, "0.2");
    observe(17, "0.3");
    assertThat(drift.isFrozen(BTC)).isFalse();
    assertThat(observe(18, "0.2")).isFalse();
    assertThat(observe(32, "0.2")).isFalse();
  }

  @Test
  void unownedQuantityMayBeClaimedOnlyWhenItHasLasted() {
    observe(0, "0.5");
    assertThat(drift.claimable(BTC, Side.BUY)).isZero();
    observe(10, "0.4");
    observe(15, "0.5");
    assertThat(drift.claimable(BTC, Side.BUY)).isEqualByComparingTo("0.1");
    observe(16, "0.3");
    assertThat(drift.claimable(BTC, Side.BUY)).isZero();
    assertThat(drift.claimable(BTC, Side.SELL)).isZero();
  }
}

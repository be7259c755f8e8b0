package dev.maxdiff.execution.risk;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.Samples;
import org.junit.jupiter.api.Test;

/** The scope and the end of pauses. */
class EntryPausesTest {

  private static final PauseScope OF_A = new PauseScope(A.symbol(), A.side(), A.strategy());
  private static final PauseScope OF_BTC = new PauseScope(A.symbol(), null, null);
  private static final WatcherKey OTHER = WatcherKey.parse("ETHUSD|buy|a");

  private EntryPauses pauses = EntryPauses.NONE;

  private static EntryPause pause(PauseScope scope) {
    return new EntryPause(scope, "tired", Samples.AT, null);
  }

  @Test
  void aScopeCoversWhatItDoesNotName() {
    pauses = pauses.with(pause(OF_A));
    assertThat(pauses.of(A)).isPresent();
    assertThat(pauses.of(B)).isEmpty();

    pauses = pauses.with(pause(OF_BTC));
    assertThat(pauses.of(B)).isPresent();
    assertThat(pauses.of(OTHER)).isEmpty();

    pauses = pauses.with(pause(PauseScope.EVERYTHING));
    assertThat(pauses.of(OTHER)).isPresent();
  }

  @Test
  void liftingEndsWhatLiesWithinAndLeavesWhatIsWider() {
    pauses = pauses.with(pause(OF_A));
    pauses = pauses.with(pause(OF_BTC));
    pauses = pauses.with(pause(PauseScope.EVERYTHING));

    assertThat(pauses.within(OF_BTC)).extracting(EntryPause::scope).containsExactly(OF_A, OF_BTC);
    pauses = pauses.without(OF_BTC);
    assertThat(pauses.of(A)).isPresent();
    pauses = pauses.without(PauseScope.EVERYTHING);
    assertThat(pauses.of(A)).isEmpty();
    assertThat(pauses.within(PauseScope.EVERYTHING)).isEmpty();
  }

  @Test
  void theSameScopeTwiceIsOnePause() {
    pauses = pauses.with(pause(OF_A));
    pauses = pauses.with(pause(OF_A));

    assertThat(pauses.all()).hasSize(1);
  }

  @Test
  void aPauseIsDescribedInOneLine() {
    pauses = pauses.with(pause(OF_BTC));

    assertThat(pauses.of(A).orElseThrow().words())
        .isEqualTo("entries of BTCUSD are paused since 2026-01-05T15:00:00Z: tired");
  }

  @Test
  void aHoldStandsWhateverIsLiftedAndIsNeverStored() {
    pauses = pauses.held(pause(PauseScope.EVERYTHING)).with(pause(OF_A));
    assertThat(pauses.stored()).extracting(EntryPause::scope).containsExactly(OF_A);

    pauses = pauses.without(PauseScope.EVERYTHING);
    assertThat(pauses.of(OTHER)).as("held").isPresent();
    assertThat(pauses.all()).hasSize(1);

    pauses = pauses.held(null);
    assertThat(pauses.of(OTHER)).isEmpty();
    assertThat(pauses.all()).isEmpty();
  }
}

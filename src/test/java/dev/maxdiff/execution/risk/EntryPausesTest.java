package dev.maxdiff.execution.risk;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.state.PausesFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scope and the end of pauses; a pause is durable before it takes effect. */
class EntryPausesTest {

  private static final PauseScope OF_A = new PauseScope(A.symbol(), A.side(), A.strategy());
  private static final PauseScope OF_BTC = new PauseScope(A.symbol(), null, null);
  private static final WatcherKey OTHER = WatcherKey.parse("ETHUSD|buy|a");

  private final List<PausesFile> stored = new ArrayList<>();
  private final EntryPauses pauses =
      new EntryPauses(List.of(), null, (all, day) -> stored.add(new PausesFile(all, day)));

  private static EntryPause pause(PauseScope scope) {
    return new EntryPause(scope, "tired", Samples.AT, null);
  }

  @Test
  void aScopeCoversWhatItDoesNotName() {
    pauses.add(pause(OF_A));
    assertThat(pauses.of(A)).isPresent();
    assertThat(pauses.of(B)).isEmpty();

    pauses.add(pause(OF_BTC));
    assertThat(pauses.of(B)).isPresent();
    assertThat(pauses.of(OTHER)).isEmpty();

    pauses.add(pause(PauseScope.EVERYTHING));
    assertThat(pauses.of(OTHER)).isPresent();
  }

  @Test
  void liftingEndsWhatLiesWithinAndLeavesWhatIsWider() {
    pauses.add(pause(OF_A));
    pauses.add(pause(OF_BTC));
    pauses.add(pause(PauseScope.EVERYTHING));

    assertThat(pauses.lift(OF_BTC)).extracting(EntryPause::scope).containsExactly(OF_A, OF_BTC);
    assertThat(pauses.of(A)).isPresent();
    assertThat(pauses.lift(PauseScope.EVERYTHING)).hasSize(1);
    assertThat(pauses.of(A)).isEmpty();
    assertThat(pauses.lift(PauseScope.EVERYTHING)).isEmpty();
  }

  @Test
  void theSameScopeTwiceIsOnePause() {
    pauses.add(pause(OF_A));
    pauses.add(pause(OF_A));

    assertThat(pauses.all()).hasSize(1);
  }

  @Test
  void whatCannotBeKeptDoesNotCount() {
    EntryPauses full =
        new EntryPauses(
            List.of(),
            null,
            (all, day) -> {
              throw new IllegalStateException("No space left on device");
            });

    assertThatThrownBy(() -> full.add(pause(OF_A))).hasMessageContaining("No space left");
    assertThat(full.of(A)).isEmpty();
  }

  @Test
  void theNextRuntimeFindsWhatWasKept() {
    pauses.add(pause(OF_BTC));

    EntryPauses next =
        new EntryPauses(stored.get(0).pauses(), stored.get(0).forgivenDay(), (all, day) -> {});
    assertThat(next.of(A).orElseThrow().words())
        .isEqualTo("entries of BTCUSD are paused since 2026-01-05T15:00:00Z: tired");
  }

  @Test
  void aHoldStandsWhateverIsLiftedAndIsNeverStored() {
    pauses.hold(pause(PauseScope.EVERYTHING));
    pauses.add(pause(OF_A));

    assertThat(pauses.lift(PauseScope.EVERYTHING)).extracting(EntryPause::scope).containsOnly(OF_A);
    assertThat(pauses.of(OTHER)).as("held").isPresent();
    assertThat(pauses.all()).hasSize(1);
    assertThat(stored).allMatch(file -> file.pauses().stream().allMatch(p -> p.scope() == OF_A));

    pauses.release();
    assertThat(pauses.of(OTHER)).isEmpty();
    assertThat(pauses.all()).isEmpty();
  }
}

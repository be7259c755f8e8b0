package dev.maxdiff.session.schedule;

import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Decides when a session forecasts what. Called on the session's thread only. */
public interface Schedule {

  /** The pass that is due, once; empty when none is. */
  Optional<Pass> due(Instant now);

  /**
   * A full pass at the start and whenever the exchange's clock has passed a full interval: by the
   * clock alone, so that no window can be jumped over (H29).
   */
  static Schedule every(Duration interval) {
    return new Schedule() {
      private long last = Long.MIN_VALUE;

      @Override
      public Optional<Pass> due(Instant now) {
        long current = Math.floorDiv(now.toEpochMilli(), interval.toMillis());
        if (current <= last) {
          return Optional.empty();
        }
        last = current;
        return Optional.of(Pass.FULL);
      }
    };
  }

  /**
   * One pass.
   *
   * @param entering gets entries and exits
   * @param managing gets exits only; what was entered runs out by itself
   */
  record Pass(Set<AssetClass> entering, Set<AssetClass> managing) {

    static final Pass FULL = new Pass(Set.of(AssetClass.values()), Set.of());

    public Pass {
      entering = Set.copyOf(entering);
      managing = Set.copyOf(managing);
    }

    public boolean enters(Symbol symbol) {
      return entering.contains(symbol.assetClass());
    }

    public boolean covers(Symbol symbol) {
      return enters(symbol) || managing.contains(symbol.assetClass());
    }
  }
}

package dev.maxdiff.session.schedule;

import dev.maxdiff.domain.AssetClass;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Decides when a session forecasts which asset classes. Called on the session's thread only. */
public interface Schedule {

  /** Returns a due pass, once; empty if none is due. */
  Optional<Pass> due(Instant now);

  /**
   * Schedules a full pass at the start and in every full interval of the exchange clock. It depends
   * on the clock alone, so that a slow pass skips no interval (H29).
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
   * One pass over the asset classes.
   *
   * @param entering classes that get entries and exits
   * @param managing classes that get exits only; their entries expire
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

package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import java.math.BigDecimal;

/** A change of the pauses that is not durable yet. */
public sealed interface PauseChange {

  /** Number of a change that nobody waits for. */
  long UNASKED = 0;

  EntryPauses apply(EntryPauses pauses);

  /** Returns the number of the request that waits for the change, or {@link #UNASKED}. */
  long request();

  record Pause(long request, EntryPause pause) implements PauseChange {
    @Override
    public EntryPauses apply(EntryPauses pauses) {
      return pauses.with(pause);
    }
  }

  record Lift(long request, PauseScope scope) implements PauseChange {
    @Override
    public EntryPauses apply(EntryPauses pauses) {
      return pauses.without(scope);
    }
  }

  /**
   * Another day has begun; it ends the pauses for the loss of an earlier one.
   *
   * @param lastEquity equity at the start of the new day
   */
  record DayBegan(BigDecimal lastEquity) implements PauseChange {
    @Override
    public EntryPauses apply(EntryPauses pauses) {
      return pauses.ofDay(lastEquity);
    }

    @Override
    public long request() {
      return UNASKED;
    }
  }
}

package dev.maxdiff.broker.paper.faults;

import java.time.Duration;
import java.time.Instant;

/** The start or end of a rule: an exchange time, or a duration since the account was opened. */
sealed interface FaultTime {

  Instant on(Instant opened);

  record At(Instant instant) implements FaultTime {
    @Override
    public Instant on(Instant opened) {
      return instant;
    }
  }

  record After(Duration sinceOpened) implements FaultTime {
    @Override
    public Instant on(Instant opened) {
      return opened.plus(sinceOpened);
    }
  }
}

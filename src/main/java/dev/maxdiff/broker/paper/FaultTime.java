package dev.maxdiff.broker.paper;

import java.time.Duration;
import java.time.Instant;

/** An edge of a fault's time: an exchange time, or so long after the account was opened. */
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

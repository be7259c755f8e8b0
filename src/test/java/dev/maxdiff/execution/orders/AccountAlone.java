package dev.maxdiff.execution.orders;

import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.risk.EntryPauses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** An account without timers, cancels and reads: only inputs change it. */
public final class AccountAlone {

  private record StillTime(InstantSource clock, LongSupplier nanos) implements VirtualTime {

    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    public long nanoTime() {
      return nanos.getAsLong();
    }

    @Override
    public void later(Duration delay, Runnable action) {
      // never
    }

    @Override
    public void pass(Duration time) {
      throw new UnsupportedOperationException();
    }
  }

  private AccountAlone() {}

  public static SimulatedAccount of(
      ExecutionSettings settings,
      InstantSource clock,
      LongSupplier nanos,
      Consumer<OrderEvent> events) {
    return new SimulatedAccount(
        settings,
        EntryPauses.NONE,
        new AccountPorts(
            (pauses, day) -> {}, pause -> {}, AccountAlone::unread, clock, Runnable::run, events),
        new StillTime(clock, nanos),
        () -> true);
  }

  private static AccountInput.AccountRead unread() {
    throw new UnsupportedOperationException();
  }
}

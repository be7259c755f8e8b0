package dev.maxdiff.process.os;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** A child was started, its start failed afterwards, and its end is not confirmed: it may live. */
public final class UnconfirmedEndException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int pid;
  private final transient BooleanSupplier end;

  UnconfirmedEndException(String message, int pid, Throwable cause, BooleanSupplier end) {
    super(message, cause);
    this.pid = pid;
    this.end = end;
  }

  public int pid() {
    return pid;
  }

  /** Tries again to end the child; returns whether it is gone. */
  public boolean end() {
    return end.getAsBoolean();
  }
}

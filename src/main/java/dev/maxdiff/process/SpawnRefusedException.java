package dev.maxdiff.process;

import java.io.IOException;

/** The child was not started, for certain; the message is one line for the wisher. */
final class SpawnRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  SpawnRefusedException(String message) {
    super(message);
  }
}

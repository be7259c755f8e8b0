package dev.maxdiff.broker.paper;

/**
 * Breaks a response while it is written, as the fault plan demands; it is no error of the program.
 */
final class PlannedFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PlannedFault(String message) {
    super(message);
  }
}

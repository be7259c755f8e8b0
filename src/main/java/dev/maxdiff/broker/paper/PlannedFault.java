package dev.maxdiff.broker.paper;

/**
 * What the fault plan does to an answer by failing while it is written: no error of the program.
 */
final class PlannedFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PlannedFault(String message) {
    super(message);
  }
}

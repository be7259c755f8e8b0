package dev.maxdiff.program;

/**
 * The extent of the fault tests in a build: {@code -Dmaxdiff.faults=full} runs every step and the
 * full numbers, which takes minutes more; otherwise each fault occurs, in smaller numbers.
 */
final class FaultTestScale {

  private FaultTestScale() {}

  static boolean isFull() {
    return "full".equals(System.getProperty("maxdiff.faults"));
  }

  static int number(int full, int otherwise) {
    return isFull() ? full : otherwise;
  }
}

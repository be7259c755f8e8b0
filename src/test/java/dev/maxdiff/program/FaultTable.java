package dev.maxdiff.program;

/**
 * How much of the fault table a build runs: {@code -Dmaxdiff.faults=full} runs every step and the
 * full numbers, which takes minutes more; otherwise each fault is met, in smaller numbers.
 */
final class FaultTable {

  private FaultTable() {}

  static boolean isFull() {
    return "full".equals(System.getProperty("maxdiff.faults"));
  }

  static int number(int full, int otherwise) {
    return isFull() ? full : otherwise;
  }
}

package dev.maxdiff.session;

/**
 * Why a row of a plan file, or all of it, is not followed.
 *
 * @param line from 1; 0 = the file as a whole
 * @param words field, value and expectation
 */
record PlanProblem(int line, String words) {

  @Override
  public String toString() {
    return line == 0 ? words : "line " + line + ": " + words;
  }
}

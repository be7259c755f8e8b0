package dev.maxdiff.session.plan;

import java.util.List;

/** The result of one reading of a plan file: its valid rows, in file order, and its problems. */
record PlanReading(List<PlanRow> rows, List<Problem> problems) {

  PlanReading {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /** Returns whether the file gives no row, and not because it is an empty plan. */
  boolean isUnreadable() {
    return rows.isEmpty() && !problems.isEmpty();
  }

  /**
   * The reason to skip a row of a plan file or the whole file.
   *
   * @param line line number from 1; 0 = the whole file
   * @param text field, value and expectation
   */
  record Problem(int line, String text) {

    @Override
    public String toString() {
      return line == 0 ? text : "line " + line + ": " + text;
    }
  }
}

package dev.maxdiff.session.plan;

import java.util.List;

/** The result of one reading of a plan file: its valid rows, in file order, and its problems. */
record PlanReading(List<PlanRow> rows, List<Problem> problems) {

  PlanReading {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /**
   * The reason for which a row of a plan file, or the whole file, is not followed.
   *
   * @param line from 1; 0 = the file as a whole
   * @param words field, value and expectation
   */
  record Problem(int line, String words) {

    @Override
    public String toString() {
      return line == 0 ? words : "line " + line + ": " + words;
    }
  }
}

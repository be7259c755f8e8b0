package dev.maxdiff.session;

import java.util.List;

/** What one reading of a plan file gave: the rows to follow, in file order, and the others. */
record PlanReading(List<PlanRow> rows, List<PlanProblem> problems) {

  PlanReading {
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }
}

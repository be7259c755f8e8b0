package dev.maxdiff.execution.decisions;

import java.util.ArrayList;
import java.util.List;

/**
 * A decision for a task.
 *
 * @param state the new state
 * @param effects in their order; at most one of them is a request, except for several cancels
 */
public record Step(TaskState state, List<TaskEffect> effects) {

  public Step {
    effects = List.copyOf(effects);
  }

  static Step to(TaskState state, TaskEffect... effects) {
    return new Step(state, List.of(effects));
  }

  /** Returns this step with effects that come before its own. */
  Step after(List<TaskEffect> earlier) {
    List<TaskEffect> all = new ArrayList<>(earlier);
    all.addAll(effects);
    return new Step(state, all);
  }

  Step after(TaskEffect... earlier) {
    return after(List.of(earlier));
  }
}

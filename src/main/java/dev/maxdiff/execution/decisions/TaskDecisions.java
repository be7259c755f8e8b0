package dev.maxdiff.execution.decisions;

/** The decisions for one task of an order manager; pure. */
public interface TaskDecisions {

  /** Returns the first step of a task. */
  Step begin(OrderTask task, Moment moment);

  /**
   * Returns the next step of a task.
   *
   * @throws IllegalStateException if the input does not answer a request of the state
   */
  Step on(TaskState state, TaskInput input, Moment moment);
}

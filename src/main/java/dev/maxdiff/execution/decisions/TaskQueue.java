package dev.maxdiff.execution.decisions;

import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of an order manager; at most one runs.
 *
 * @param running null = none
 * @param begun number of the tasks that have begun; the last one is the running one
 */
public record TaskQueue(List<Waiting> waiting, Running running, long begun) {

  static final TaskQueue EMPTY = new TaskQueue(List.of(), null, 0);

  /** A task before its begin. */
  public record Waiting(OrderTask task, Requester requester) {}

  /** The task with this number. */
  public record Running(long number, OrderTask task, Requester requester, TaskState state) {

    boolean isAnswered() {
      return state instanceof TaskState.Ended;
    }
  }

  public TaskQueue {
    waiting = List.copyOf(waiting);
  }

  /** Adds a task; the cancel of a slot's orders goes first. */
  TaskQueue with(Waiting task) {
    List<Waiting> all = new ArrayList<>(waiting);
    boolean isOfSlots =
        task.task instanceof OrderTask.CancelSlots || task.task instanceof OrderTask.CancelAgain;
    all.add(isOfSlots ? 0 : all.size(), task);
    return new TaskQueue(all, running, begun);
  }

  boolean mayBegin() {
    return running == null && !waiting.isEmpty();
  }

  /** Takes the first waiting task out of the queue. */
  TaskQueue begun(TaskState first) {
    Waiting head = waiting.get(0);
    Running next = new Running(begun + 1, head.task, head.requester, first);
    return new TaskQueue(waiting.subList(1, waiting.size()), next, begun + 1);
  }

  TaskQueue at(TaskState state) {
    return new TaskQueue(
        waiting, new Running(running.number, running.task, running.requester, state), begun);
  }

  TaskQueue idle() {
    return new TaskQueue(waiting, null, begun);
  }

  /** Whether the task with this number runs and is not answered. */
  boolean isAwaited(long number) {
    return running != null && running.number == number && !running.isAnswered();
  }
}

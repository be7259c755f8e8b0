package dev.maxdiff.session.report;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.events.RuntimeEvent;
import java.util.EnumMap;
import java.util.Map;

/** Counts the answers to a session's wishes and the events of its runtime. Thread-safe. */
public final class SessionCounters {

  private final Map<WishAnswer.Outcome, Long> answers = new EnumMap<>(WishAnswer.Outcome.class);
  private final Map<RuntimeEvent.Kind, Long> events = new EnumMap<>(RuntimeEvent.Kind.class);
  private long failures;

  public synchronized void countAnswer(WishAnswer.Outcome outcome) {
    answers.merge(outcome, 1L, Long::sum);
  }

  public synchronized void countFailure() {
    failures++;
  }

  public synchronized void countEvent(RuntimeEvent.Kind kind) {
    events.merge(kind, 1L, Long::sum);
  }

  public synchronized Counts counts() {
    return new Counts(failures, Map.copyOf(answers), Map.copyOf(events));
  }

  /**
   * The counts at one instant.
   *
   * @param failures number of calls that failed or timed out
   */
  public record Counts(
      long failures, Map<WishAnswer.Outcome, Long> answers, Map<RuntimeEvent.Kind, Long> events) {

    public long of(WishAnswer.Outcome outcome) {
      return answers.getOrDefault(outcome, 0L);
    }

    long of(RuntimeEvent.Kind kind) {
      return events.getOrDefault(kind, 0L);
    }
  }
}

package dev.maxdiff.session.report;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.events.RuntimeEvent;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a session wished, was answered and saw; any thread. */
public final class SessionCounters {

  private final Map<WishAnswer.Outcome, Long> answers = new EnumMap<>(WishAnswer.Outcome.class);
  private final Map<RuntimeEvent.Kind, Long> happenings = new EnumMap<>(RuntimeEvent.Kind.class);
  private long failures;

  public synchronized void answered(WishAnswer.Outcome outcome) {
    answers.merge(outcome, 1L, Long::sum);
  }

  public synchronized void failed() {
    failures++;
  }

  public synchronized void countEvent(RuntimeEvent.Kind kind) {
    happenings.merge(kind, 1L, Long::sum);
  }

  public synchronized Counts counts() {
    return new Counts(failures, Map.copyOf(answers), Map.copyOf(happenings));
  }

  /**
   * The counts at one instant.
   *
   * @param failures wishes that were refused as bad input or never answered
   */
  public record Counts(
      long failures,
      Map<WishAnswer.Outcome, Long> answers,
      Map<RuntimeEvent.Kind, Long> happenings) {

    public long of(WishAnswer.Outcome outcome) {
      return answers.getOrDefault(outcome, 0L);
    }

    long of(RuntimeEvent.Kind kind) {
      return happenings.getOrDefault(kind, 0L);
    }
  }
}

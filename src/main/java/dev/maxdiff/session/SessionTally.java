package dev.maxdiff.session;

import dev.maxdiff.control.Happening;
import dev.maxdiff.control.WishAnswer;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a session wished, was answered and saw; any thread. */
final class SessionTally {

  private final Map<WishAnswer.Outcome, Long> answers = new EnumMap<>(WishAnswer.Outcome.class);
  private final Map<Happening.Kind, Long> happenings = new EnumMap<>(Happening.Kind.class);
  private long failures;

  synchronized void answered(WishAnswer.Outcome outcome) {
    answers.merge(outcome, 1L, Long::sum);
  }

  synchronized void failed() {
    failures++;
  }

  synchronized void happened(Happening.Kind kind) {
    happenings.merge(kind, 1L, Long::sum);
  }

  synchronized Counts counts() {
    return new Counts(failures, Map.copyOf(answers), Map.copyOf(happenings));
  }

  /**
   * The counts at one instant.
   *
   * @param failures wishes that were refused as bad input or never answered
   */
  record Counts(
      long failures, Map<WishAnswer.Outcome, Long> answers, Map<Happening.Kind, Long> happenings) {

    long of(WishAnswer.Outcome outcome) {
      return answers.getOrDefault(outcome, 0L);
    }

    long of(Happening.Kind kind) {
      return happenings.getOrDefault(kind, 0L);
    }
  }
}

package dev.maxdiff.broker.alpaca.selftest;

import java.util.Locale;

/**
 * The result of a self-test for one assumption of the runtime about its broker.
 *
 * @param words the assumption, as a sentence
 * @param verdict the result
 * @param seen the observation, or the reason for {@link Verdict#NOT_TRIED}
 */
public record AssumptionResult(String words, Verdict verdict, String seen) {

  /** The result for an assumption. */
  public enum Verdict {
    TRUE,
    FALSE,
    /** The test was not possible; {@link AssumptionResult#seen()} gives the reason. */
    NOT_TRIED
  }

  /** One line for an operator. */
  @Override
  public String toString() {
    String shown = verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return String.format(Locale.ROOT, "%-10s %s (%s)", shown, words, seen);
  }
}

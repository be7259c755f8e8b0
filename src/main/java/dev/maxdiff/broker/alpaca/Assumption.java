package dev.maxdiff.broker.alpaca;

import java.util.Locale;

/**
 * What a self-test found of one thing that the runtime takes for granted of its broker.
 *
 * @param words the assumption, as a sentence
 * @param verdict whether it holds
 * @param seen what was seen, or why it could not be tried
 */
public record Assumption(String words, Verdict verdict, String seen) {

  /** Whether an assumption holds. */
  public enum Verdict {
    TRUE,
    FALSE,
    /** It could not be tried here and now; {@link Assumption#seen()} says why. */
    NOT_TRIED
  }

  /** One line for an operator. */
  @Override
  public String toString() {
    String shown = verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return String.format(Locale.ROOT, "%-10s %s (%s)", shown, words, seen);
  }
}

package dev.maxdiff.process.os;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The runtime, slot and generation in a process's environment.
 *
 * @param slot {@code MAXDIFF_KEY} and {@code MAXDIFF_SLOT} in the form of {@code SlotId.toString};
 *     empty for a helper of the runtime
 * @param generation {@code MAXDIFF_GENERATION}; 0 for a helper of the runtime
 */
public record ProcessMark(RuntimeMark runtime, String slot, long generation) {

  public static final String KEY = "MAXDIFF_KEY";
  public static final String SLOT = "MAXDIFF_SLOT";
  public static final String GENERATION = "MAXDIFF_GENERATION";

  /** Parses the bytes of {@code /proc/pid/environ}; empty when they contain no mark. */
  static Optional<ProcessMark> parse(byte[] environ) {
    String text = "\0" + new String(environ, StandardCharsets.UTF_8);
    String runtime = value(text, RuntimeMark.VARIABLE);
    if (runtime.isEmpty()) {
      return Optional.empty();
    }
    String slot = (value(text, KEY) + " " + value(text, SLOT)).strip();
    return RuntimeMark.parse(runtime)
        .map(mark -> new ProcessMark(mark, slot, number(value(text, GENERATION))));
  }

  private static String value(String text, String name) {
    String start = "\0" + name + "=";
    int at = text.indexOf(start);
    if (at < 0) {
      return "";
    }
    int from = at + start.length();
    int to = text.indexOf('\0', from);
    return to < 0 ? text.substring(from) : text.substring(from, to);
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}

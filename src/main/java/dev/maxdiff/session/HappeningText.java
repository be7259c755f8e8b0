package dev.maxdiff.session;

import dev.maxdiff.control.Happening;

/** One line for a happening: {@code 2013-11-26 14:00:00Z FILLED BTCUSD|buy|maxdiff exit …}. */
final class HappeningText {

  private HappeningText() {}

  static String line(Happening happening) {
    StringBuilder line = new StringBuilder(Figures.time(happening.at()));
    line.append(' ').append(happening.kind());
    if (happening.kind() == Happening.Kind.SUPERSEDED) {
      // its words are a line of their own, which operators search for: it names slot and prices
      return printable(line.append(' ').append(happening.words()).toString());
    }
    if (happening.slot() != null) {
      line.append(' ').append(happening.slot());
    }
    if (happening.quantity() != null) {
      line.append(' ').append(Figures.quantity(happening.quantity().value()));
    }
    if (happening.price() != null) {
      line.append(" at ").append(Figures.price(happening.price().value()));
    }
    if (happening.words() != null && !happening.words().isBlank()) {
      line.append("  ").append(happening.words());
    }
    return printable(line.toString());
  }

  static String line(SessionNote note) {
    String level = note.problem() ? " PROBLEM " : " ";
    return printable(Figures.time(note.at()) + level + note.words());
  }

  /** Words may quote what a broker or a file said: it must stay one line and move no cursor. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}

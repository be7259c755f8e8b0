package dev.maxdiff.cli.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells whether standard input is a terminal. */
final class StandardInput {

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");
  private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty.*|console|hvc\\d+)");

  private StandardInput() {}

  /**
   * Returns whether a person can answer at standard input. {@link System#console} asks for standard
   * output too, which a person may have piped.
   */
  static boolean isTerminal() {
    try {
      return isTerminal(Files.readSymbolicLink(DESCRIPTOR).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null; // no /proc
    }
  }

  /** Returns whether a file is a terminal by its path. */
  static boolean isTerminal(String path) {
    return TERMINAL.matcher(path).matches();
  }
}

package dev.maxdiff.session.report;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal: shows the progress bar and prints other lines above it. Thread-safe.
 */
final class ProgressLine implements ProgressBarConsumer {

  /** Fits every terminal; a wrapped bar could not be cleared. */
  private static final int WIDTH = 79;

  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private String bar = "";
  private boolean closed;

  ProgressLine(PrintStream out) {
    this.out = out;
  }

  synchronized void above(String line) {
    out.print(bar.isEmpty() ? line + "\n" : CLEAR_LINE + line + "\n" + bar);
    out.flush();
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  /** Ignores output after {@link #close}, because the bar's own thread may still draw then. */
  @Override
  public synchronized void accept(String rendered) {
    if (!closed) {
      bar = rendered;
      out.print(CLEAR_LINE + bar);
      out.flush();
    }
  }

  /** Removes the bar; the next output starts on an empty line. */
  @Override
  public synchronized void close() {
    closed = true;
    if (!bar.isEmpty()) {
      out.print(CLEAR_LINE);
      out.flush();
      bar = "";
    }
  }
}

package dev.maxdiff.session.report;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal: shows the progress bar and lets other lines pass above it. Any
 * thread.
 */
final class ProgressLine implements ProgressBarConsumer {

  /** What every terminal has; a longer bar would wrap and could not be cleared. */
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

  /** The bar's own thread may still draw while it is closed: that comes too late. */
  @Override
  public synchronized void accept(String rendered) {
    if (!closed) {
      bar = rendered;
      out.print(CLEAR_LINE + bar);
      out.flush();
    }
  }

  /** Takes the bar away: what follows begins on an empty line. */
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

package dev.maxdiff.session.report;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.session.model.MarketHistory;
import dev.maxdiff.session.model.SessionNote;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The output of a session: one line per event, on a terminal with colours and above a progress bar
 * of the replay.
 *
 * <p>Thread-safe; methods except {@link #close} do not block. While the terminal accepts no output
 * (Ctrl-S, a pager), up to 10 000 lines wait; further lines are dropped and counted.
 */
public final class SessionConsole implements AutoCloseable {

  private static final int WAITING_LINES = 10_000;
  private static final int STEPS = 1_000;
  private static final Duration BAR_REFRESH = Duration.ofMillis(250);
  private static final Duration LAST_LINES = Duration.ofSeconds(1);
  private static final String RESET = "\u001b[0m";

  private final ProgressLine lines;
  private final boolean terminal;
  private final boolean colours;
  private final AtomicLong dropped = new AtomicLong();
  private final ThreadPoolExecutor printer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING_LINES),
          SessionConsole::thread,
          (task, pool) -> dropped.incrementAndGet());
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(SessionConsole::thread);
  private ProgressBar bar;

  private SessionConsole(PrintStream out, boolean terminal, boolean colours) {
    this.lines = new ProgressLine(requireNonNull(out, "out"));
    this.terminal = terminal;
    this.colours = colours;
  }

  /**
   * @param terminal whether {@code out} is a terminal
   * @param environment variables of the process: a non-empty {@code NO_COLOR} disables colours,
   *     {@code TERM=dumb} disables colours and bar
   */
  public static SessionConsole on(
      PrintStream out, boolean terminal, Map<String, String> environment) {
    boolean capable = terminal && !"dumb".equals(environment.get("TERM"));
    boolean colours = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new SessionConsole(out, capable, colours);
  }

  /** Shows the progress of the replay; without effect if there is no terminal or no end of data. */
  public synchronized void follow(MarketHistory market) {
    if (!terminal || market.end().isEmpty() || bar != null) {
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName("replay")
            .setInitialMax(STEPS)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis((int) BAR_REFRESH.toMillis())
            .setConsumer(lines)
            .build();
    clock.scheduleWithFixedDelay(
        () -> {
          bar.stepTo(Math.round(market.progress() * STEPS));
          bar.setExtraMessage(ReportFormat.time(market.now()));
        },
        0,
        BAR_REFRESH.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  public void onEvent(RuntimeEvent event) {
    say(coloured(colour(event.kind()), line(event)));
  }

  public void note(SessionNote note) {
    say(coloured(note.problem() ? "\u001b[31m" : "", line(note)));
  }

  /** Prints one or more lines unchanged. */
  public void say(String text) {
    printer.execute(() -> print(text));
  }

  /** Removes the progress bar and waits up to 1 s for the waiting lines. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    if (bar != null) {
      bar.close();
      lines.close(); // the bar skips this call if its last output fails
      bar = null;
    }
    printer.shutdown();
    try {
      printer.awaitTermination(LAST_LINES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(String text) {
    long missing = dropped.getAndSet(0);
    if (missing > 0) {
      lines.above("... " + missing + " lines dropped");
    }
    lines.above(text);
  }

  private String coloured(String colour, String text) {
    return colours && !colour.isEmpty() ? colour + text + RESET : text;
  }

  private static String colour(RuntimeEvent.Kind kind) {
    return switch (kind) {
      case FILLED -> "\u001b[32m";
      case SUPERSEDED, RESTARTING -> "\u001b[33m";
      case LAUNCH_FAILED, CRASH_LOOP, ORDER_DENIED, ALERT -> "\u001b[31m";
      default -> "";
    };
  }

  private static Thread thread(Runnable task) {
    Thread created = new Thread(task, "session-console");
    created.setDaemon(true);
    return created;
  }

  /** One line: {@code 2013-11-26 14:00:00Z FILLED BTCUSD|buy|maxdiff exit …}. */
  private static String line(RuntimeEvent event) {
    StringBuilder line = new StringBuilder(ReportFormat.time(event.at()));
    line.append(' ').append(event.kind());
    if (event.kind() == RuntimeEvent.Kind.SUPERSEDED) {
      // the text already contains slot and prices; operators search for exactly this line
      return printable(line.append(' ').append(event.words()).toString());
    }
    if (event.slot() != null) {
      line.append(' ').append(event.slot());
    }
    if (event.quantity() != null) {
      line.append(' ').append(ReportFormat.quantity(event.quantity().value()));
    }
    if (event.price() != null) {
      line.append(" at ").append(ReportFormat.price(event.price().value()));
    }
    if (event.words() != null && !event.words().isBlank()) {
      line.append("  ").append(event.words());
    }
    return printable(line.toString());
  }

  private static String line(SessionNote note) {
    String level = note.problem() ? " PROBLEM " : " ";
    return printable(ReportFormat.time(note.at()) + level + note.words());
  }

  /** Replaces control characters: texts may quote a broker or a file. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}

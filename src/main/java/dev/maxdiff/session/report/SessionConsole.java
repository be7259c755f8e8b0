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
 * What the operator of a session sees: on a terminal one line per happening above a progress bar
 * over the replayed time, piped plain lines.
 *
 * <p>Methods return at once, from any thread: a terminal that stands still (Ctrl-S, a pager) holds
 * up nothing but itself, and lines beyond 10 000 waiting ones are dropped and counted.
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
   * @param terminal whether {@code out} is one
   * @param environment of the process: {@code NO_COLOR}, not empty, switches colours off, as does
   *     {@code TERM=dumb} with the bar
   */
  public static SessionConsole on(
      PrintStream out, boolean terminal, Map<String, String> environment) {
    boolean capable = terminal && !"dumb".equals(environment.get("TERM"));
    boolean colours = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new SessionConsole(out, capable, colours);
  }

  /** Shows how much of the replay has passed, on a terminal and where there is an end. */
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

  public void onEvent(RuntimeEvent happening) {
    say(coloured(colour(happening.kind()), line(happening)));
  }

  public void note(SessionNote note) {
    say(coloured(note.problem() ? "\u001b[31m" : "", line(note)));
  }

  /** Prints text of one line or more as it is. */
  public void say(String text) {
    printer.execute(() -> print(text));
  }

  /** Prints what is waiting, for a second at most, and takes the progress bar away. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    if (bar != null) {
      bar.close();
      lines.close(); // the bar does not come to it when its last drawing fails
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
    Thread made = new Thread(task, "session-console");
    made.setDaemon(true);
    return made;
  }

  /** One line: {@code 2013-11-26 14:00:00Z FILLED BTCUSD|buy|maxdiff exit …}. */
  private static String line(RuntimeEvent happening) {
    StringBuilder line = new StringBuilder(ReportFormat.time(happening.at()));
    line.append(' ').append(happening.kind());
    if (happening.kind() == RuntimeEvent.Kind.SUPERSEDED) {
      // its words are a line of their own, which operators search for: it names slot and prices
      return printable(line.append(' ').append(happening.words()).toString());
    }
    if (happening.slot() != null) {
      line.append(' ').append(happening.slot());
    }
    if (happening.quantity() != null) {
      line.append(' ').append(ReportFormat.quantity(happening.quantity().value()));
    }
    if (happening.price() != null) {
      line.append(" at ").append(ReportFormat.price(happening.price().value()));
    }
    if (happening.words() != null && !happening.words().isBlank()) {
      line.append("  ").append(happening.words());
    }
    return printable(line.toString());
  }

  private static String line(SessionNote note) {
    String level = note.problem() ? " PROBLEM " : " ";
    return printable(ReportFormat.time(note.at()) + level + note.words());
  }

  /** Words may quote a broker or a file: they stay on one line and move no cursor. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}

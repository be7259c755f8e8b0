package dev.maxdiff.session.report;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.AccountHistory;
import dev.maxdiff.session.model.MarketHistory;
import dev.maxdiff.session.model.SessionNote;
import dev.maxdiff.session.model.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes {@code trades.csv}, {@code equity.csv} and {@code events.jsonl} during a session; the
 * site's page "Output" describes their columns.
 *
 * <p>It writes on its own thread. If a write fails (disk full), it sends one note and retries; it
 * loses no fill.
 */
public final class SessionRecorder implements AutoCloseable {

  static final String TRADES = "trades.csv";
  static final String EQUITY = "equity.csv";
  static final String EVENTS = "events.jsonl";

  private static final List<String> FILES = List.of(TRADES, EQUITY, EVENTS);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final SessionSettings settings;
  private final MarketHistory market;
  private final AccountHistory account;
  private final SummaryCalculator summaries;
  private final Consumer<SessionNote> notes;
  private final AppendOnlyFile trades;
  private final AppendOnlyFile equity;
  private final AppendOnlyFile events;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "session-recorder");
            created.setDaemon(true);
            return created;
          });
  private long lastFill;
  private Instant nextEquity = Instant.MIN;
  private boolean failing;

  private SessionRecorder(
      Path directory,
      SessionSettings settings,
      MarketHistory market,
      AccountHistory account,
      Consumer<SessionNote> notes)
      throws IOException {
    this.settings = settings;
    this.market = market;
    this.account = account;
    this.notes = notes;
    this.summaries =
        new SummaryCalculator(settings.symbols(), settings.barLength(), market, account);
    Files.createDirectories(directory);
    this.trades = AppendOnlyFile.open(directory.resolve(TRADES), OutputLines.TRADES_HEADER);
    this.equity = AppendOnlyFile.open(directory.resolve(EQUITY), OutputLines.EQUITY_HEADER);
    this.events = AppendOnlyFile.open(directory.resolve(EVENTS), null);
    this.lastFill = OutputLines.sequence(trades.lastLine());
  }

  /**
   * Opens the files; a resumed session appends to its existing files.
   *
   * @param resumed whether the session continues with the account of an earlier session
   * @throws InvalidValueException if the directory cannot be written or has files of another
   *     session
   */
  public static SessionRecorder open(
      Path directory,
      boolean resumed,
      SessionSettings settings,
      MarketHistory market,
      AccountHistory account,
      Consumer<SessionNote> notes) {
    requireNonNull(notes, "notes");
    requireUsable(directory, resumed);
    try {
      return new SessionRecorder(directory, settings, market, account, notes);
    } catch (IOException e) {
      throw new InvalidValueException("out", directory, "a directory to write to: " + e);
    }
  }

  /**
   * Checks a directory before a session begins, and creates it.
   *
   * @param resumed as for {@link #open}
   * @throws InvalidValueException as {@link #open} would
   */
  public static void requireUsable(Path directory, boolean resumed) {
    if (!resumed && hasRecords(directory)) {
      throw new InvalidValueException(
          "out", directory, "a directory without the records of an earlier session");
    }
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".probe", ""));
      for (String name : FILES) {
        Path file = directory.resolve(name);
        if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file))) {
          throw new IOException(name + " cannot be written");
        }
      }
    } catch (IOException e) {
      throw new InvalidValueException("out", directory, "a directory to write to: " + e);
    }
  }

  /** Starts writing fills and equity. */
  public void start() {
    writer.scheduleWithFixedDelay(this::writeUpdates, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Writes an event of the runtime, without blocking; the caller subscribes this method. */
  public void onEvent(RuntimeEvent event) {
    try {
      writer.execute(() -> attempt(() -> events.write(OutputLines.event(event))));
    } catch (RejectedExecutionException e) {
      // After close() the files are complete.
      return;
    }
  }

  /** Writes the remaining lines, for up to 1 s, and closes the files. */
  @Override
  public void close() throws IOException {
    writer.execute(
        () -> {
          nextEquity = Instant.MIN;
          writeUpdates();
        });
    writer.shutdown();
    try {
      writer.awaitTermination(LAST_LINES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    trades.close();
    equity.close();
    events.close();
  }

  private void writeUpdates() {
    attempt(
        () -> {
          for (AccountFill fill : account.fills(lastFill)) {
            trades.write(OutputLines.trade(fill));
            lastFill = fill.sequence();
          }
          writeEquity(market.now());
        });
  }

  private void writeEquity(Instant now) throws IOException {
    if (now.isBefore(nextEquity)) {
      return;
    }
    equity.write(OutputLines.equity(account.now(), summaries.heldEquity()));
    long step = settings.equityInterval().toMillis();
    nextEquity = Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), step) + 1) * step);
  }

  private void attempt(FileAction action) {
    try {
      action.run();
      failing = false;
    } catch (IOException | RuntimeException e) {
      // A scheduled task that throws would not run again.
      if (!failing) {
        notes.accept(new SessionNote(market.now(), true, "output cannot be written: " + e));
      }
      failing = true;
    }
  }

  private static boolean hasRecords(Path directory) {
    return FILES.stream().map(directory::resolve).anyMatch(Files::exists);
  }

  /** A write to a file. */
  private interface FileAction {
    void run() throws IOException;
  }
}

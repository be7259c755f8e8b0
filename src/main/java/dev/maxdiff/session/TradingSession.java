package dev.maxdiff.session;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.forecast.ForecastIntentSource;
import dev.maxdiff.session.forecast.Forecaster;
import dev.maxdiff.session.model.AccountHistory;
import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.MarketHistory;
import dev.maxdiff.session.model.SessionNote;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.plan.PlanFile;
import dev.maxdiff.session.plan.PlanFilePoller;
import dev.maxdiff.session.plan.PlanIntentSource;
import dev.maxdiff.session.report.SessionCounters;
import dev.maxdiff.session.report.SessionSummary;
import dev.maxdiff.session.report.SummaryCalculator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The trading loop: makes entry and exit wishes by forecast or by plan file until it is stopped or
 * the data ends.
 *
 * <p>It runs on its own thread, which it never blocks. Thread-safe. {@link #stop} keeps the wishes;
 * the end of the data withdraws them.
 */
public final class TradingSession implements AutoCloseable {

  /** The reason for the end of a session. */
  public enum End {
    /** {@link #stop} was called; the wishes stay for the next start. */
    STOPPED,
    /** The replay reached its end; all wishes are withdrawn. */
    DATA_ENDED
  }

  private final SessionSettings settings;
  private final WatcherService watchers;
  private final MarketHistory market;
  private final SessionCounters counters = new SessionCounters();
  private final SummaryCalculator summaries;
  private final Consumer<String> problems;
  private final SessionLoop loop;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "trading-session");
            created.setDaemon(true);
            return created;
          });

  private TradingSession(
      SessionSettings settings,
      WatcherService watchers,
      MarketHistory market,
      AccountHistory account,
      Consumer<SessionNote> notes,
      IntentSourceFactory source) {
    this.settings = requireNonNull(settings, "settings");
    this.watchers = requireNonNull(watchers, "watchers");
    this.market = requireNonNull(market, "market");
    requireNonNull(notes, "notes");
    this.problems = text -> notes.accept(new SessionNote(market.now(), true, text));
    this.summaries =
        new SummaryCalculator(settings.symbols(), settings.barLength(), market, account);
    var sender = new WishSender(settings, watchers, counters, problems);
    this.loop = new SessionLoop(market, source.create(problems), sender);
  }

  /** Creates a session that makes wishes at the prices of {@code forecaster}. */
  public static TradingSession forecasting(
      SessionSettings settings,
      WatcherService watchers,
      MarketHistory market,
      AccountHistory account,
      Forecaster forecaster,
      Consumer<SessionNote> notes) {
    requireNonNull(forecaster, "forecaster");
    return new TradingSession(
        settings,
        watchers,
        market,
        account,
        notes,
        problems ->
            new ForecastIntentSource(
                settings, market, account, forecaster, settings.newSchedule(), problems));
  }

  /**
   * Creates a session that follows a plan file; the file may be created later.
   *
   * @param nanoTime monotonic clock in nanoseconds, which measures how long the file is unchanged
   * @throws dev.maxdiff.domain.InvalidValueException if the name ends in neither .csv nor .json
   */
  public static TradingSession following(
      Path plans,
      SessionSettings settings,
      WatcherService watchers,
      MarketHistory market,
      AccountHistory account,
      LongSupplier nanoTime,
      Consumer<SessionNote> notes) {
    return following(plans, settings, watchers, market, account, nanoTime, notes, alert -> {});
  }

  /**
   * {@link #following(Path, SessionSettings, WatcherService, MarketHistory, AccountHistory,
   * LongSupplier, Consumer)} with alerts.
   *
   * @param alerts receives a line when the plan cannot be read; its last readable version stands
   */
  public static TradingSession following(
      Path plans,
      SessionSettings settings,
      WatcherService watchers,
      MarketHistory market,
      AccountHistory account,
      LongSupplier nanoTime,
      Consumer<SessionNote> notes,
      Consumer<String> alerts) {
    String name = plans.getFileName().toString();
    PlanFile.checkName(name);
    var file =
        new PlanFilePoller(
            PlanFile.of(plans), nanoTime, settings.planPoll(), settings.planStableFor());
    return new TradingSession(
        settings,
        watchers,
        market,
        account,
        notes,
        problems -> new PlanIntentSource(file, name, settings.entryLife(), problems, alerts));
  }

  /**
   * Returns why a plan file cannot be read before a session begins, in one line; empty if it can. A
   * file that is being written gets the time in which a session would wait for it.
   *
   * @throws dev.maxdiff.domain.InvalidValueException if the name ends in neither .csv nor .json
   */
  public static Optional<String> planProblem(Path plans, SessionSettings settings) {
    PlanFile.checkName(plans.getFileName().toString());
    PlanFile file = PlanFile.of(plans);
    if (PlanFile.unreadable(file).isPresent()) {
      LockSupport.parkNanos(settings.planStableFor().toNanos());
    }
    return PlanFile.unreadable(file).map(problem -> "plans: " + plans + ": " + problem);
  }

  /**
   * Counts an event of the runtime for the summary, and evaluates the wishes once more when a hold
   * is lifted; the caller subscribes this method.
   */
  public void onEvent(RuntimeEvent event) {
    counters.countEvent(event.kind());
    if (event.kind() == RuntimeEvent.Kind.RESUMED) {
      WatcherKey key = event.slot() == null ? null : event.slot().key();
      onThread(() -> loop.resumed(key));
    }
  }

  /** Starts the first round at once and further rounds when they are due. */
  public void start() {
    tickIn(Duration.ZERO);
  }

  /**
   * Sends no further wishes and keeps the existing wishes. May be called twice and after the end.
   */
  public void stop() {
    onThread(loop::stop);
  }

  private void onThread(Runnable action) {
    try {
      thread.execute(action);
    } catch (RejectedExecutionException e) {
      // After close() the session sends no wishes.
      return;
    }
  }

  /**
   * Completes after {@link #stop} when the last wish is answered, or after the end of the data when
   * all wishes are withdrawn and their watchers have ended.
   */
  public CompletionStage<End> ended() {
    return loop.ended().minimalCompletionStage();
  }

  /**
   * Returns the summary so far with the number of running watchers, -1 if the status call fails.
   */
  public CompletionStage<SessionSummary> summary() {
    return watchers
        .status()
        .handle((status, failure) -> failure == null ? running(status) : -1)
        .thenApply(this::summary);
  }

  /** Returns the summary so far with a known number of running watchers. */
  public SessionSummary summary(int watchersLeft) {
    return summaries.calculate(counters.counts(), watchersLeft);
  }

  /** Ends the session's thread; the wishes stay. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void tick() {
    Duration pause = settings.tick();
    try {
      loop.tick();
      pause = loop.pause(pause);
    } catch (RuntimeException e) {
      // The next tick follows even after a failure, else the session would stop without a report.
      problems.accept("session: " + e);
    }
    tickIn(pause);
  }

  private void tickIn(Duration pause) {
    try {
      thread.schedule(this::tick, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // After close() the session sends no wishes.
      return;
    }
  }

  private static int running(StatusView status) {
    return (int) status.watchers().stream().filter(StatusView.WatcherLine::alive).count();
  }

  /** Creates the source of intents with its problem listener. */
  private interface IntentSourceFactory {
    IntentSource create(Consumer<String> problems);
  }
}

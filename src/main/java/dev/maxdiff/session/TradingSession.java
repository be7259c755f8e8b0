package dev.maxdiff.session;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The trading loop: wishes entry and exit watchers by forecast or by plan file, until it is stopped
 * or the data ends.
 *
 * <p>It has one thread of its own, which it never blocks; its methods may be called from any
 * thread. {@link #stop} leaves the wishes standing, the end of the data withdraws them.
 */
public final class TradingSession implements AutoCloseable {

  /** The reason for which a session makes no further wishes. */
  public enum End {
    /** It was stopped; its wishes stand and come back with the next start. */
    STOPPED,
    /** The replay ran to its end; every wish was withdrawn. */
    DATA_ENDED
  }

  private final SessionSettings settings;
  private final WatcherService watchers;
  private final MarketHistory market;
  private final SessionCounters tally = new SessionCounters();
  private final SummaryCalculator summaries;
  private final Consumer<String> problems;
  private final SessionLoop loop;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "trading-session");
            made.setDaemon(true);
            return made;
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
    this.problems = words -> notes.accept(new SessionNote(market.now(), true, words));
    this.summaries =
        new SummaryCalculator(settings.symbols(), settings.barLength(), market, account);
    var sender = new WishSender(settings, watchers, tally, problems);
    this.loop = new SessionLoop(market, source.create(problems), sender);
  }

  /** A session that wishes what {@code forecaster} expects. */
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
                settings, market, account, forecaster, settings.passes(), problems));
  }

  /**
   * A session that follows a plan file instead; the file may come later.
   *
   * @param nanoTime the monotonic clock, for noticing that the file stands still
   * @throws dev.maxdiff.domain.InvalidValueException when the name ends in neither .csv nor .json
   */
  public static TradingSession following(
      Path plans,
      SessionSettings settings,
      WatcherService watchers,
      MarketHistory market,
      AccountHistory account,
      LongSupplier nanoTime,
      Consumer<SessionNote> notes) {
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
        problems -> new PlanIntentSource(file, name, settings.entryLife(), problems));
  }

  /** To be subscribed to the runtime's happenings: its summary counts them. Returns at once. */
  public void onEvent(RuntimeEvent happening) {
    tally.countEvent(happening.kind());
  }

  /** Wishes for the first time at once, then whenever something is due. */
  public void start() {
    tickIn(Duration.ZERO);
  }

  /** Wishes nothing more; what was wished stands. Safe to call twice and after the end. */
  public void stop() {
    try {
      thread.execute(loop::stop);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is wished any more.
      return;
    }
  }

  /**
   * Completes when the session wishes nothing any more: after {@link #stop} with the answer to the
   * last wish, at the end of the data once the wishes are withdrawn and their watchers gone.
   */
  public CompletionStage<End> ended() {
    return loop.ended().minimalCompletionStage();
  }

  /** The summary so far, with the watchers that control sees alive; -1 when it cannot be asked. */
  public CompletionStage<SessionSummary> summary() {
    return watchers
        .status()
        .handle((status, failure) -> failure == null ? alive(status) : -1)
        .thenApply(this::summary);
  }

  /** The summary so far, when the number of living watchers is known otherwise. */
  public SessionSummary summary(int watchersLeft) {
    return summaries.make(tally.counts(), watchersLeft);
  }

  /** Ends the session's thread; wishes stay as they are. */
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
      // What comes next comes all the same: the session must not stand still unseen.
      problems.accept("session: " + e);
    }
    tickIn(pause);
  }

  private void tickIn(Duration pause) {
    try {
      thread.schedule(this::tick, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: nothing is wished any more.
      return;
    }
  }

  private static int alive(StatusView status) {
    return (int) status.watchers().stream().filter(StatusView.WatcherLine::alive).count();
  }

  /** Makes the source of intents once the way to report its problems is known. */
  private interface IntentSourceFactory {
    IntentSource create(Consumer<String> problems);
  }
}

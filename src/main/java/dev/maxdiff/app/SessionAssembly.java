package dev.maxdiff.app;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.cli.context.RunOptions;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.runtime.MaxDiffRuntime;
import dev.maxdiff.session.TradingSession;
import dev.maxdiff.session.forecast.ExcursionForecaster;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.AccountHistory;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.report.SessionConsole;
import dev.maxdiff.session.report.SessionRecorder;
import dev.maxdiff.session.report.SummaryFormatter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The trading session of a runtime: its console, its recorder, its wishes and its end. Without an
 * embedded exchange there is no history for forecasts: the session follows a plan file, or only
 * shows the runtime's events.
 */
final class SessionAssembly {

  private final SessionConsole console;

  /** Null at a real broker without a plan file: then the session sends no wishes. */
  private final TradingSession session;

  private final SessionRecorder recorder;

  /** False at a real broker, which keeps the account's history itself. */
  private final boolean summarised;

  private SessionAssembly(
      SessionConsole console,
      TradingSession session,
      SessionRecorder recorder,
      boolean summarised) {
    this.console = console;
    this.session = session;
    this.recorder = recorder;
    this.summarised = summarised;
  }

  /**
   * Starts to show events and, unless the loop is off, to send the wishes of forecasts or of a plan
   * file.
   */
  static SessionAssembly start(
      RunOptions options,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console,
      ShutdownTrigger trigger) {
    PaperExchange exchange = runtime.exchange().orElse(null);
    if (exchange == null) {
      return new SessionAssembly(
          console, following(options, settings, runtime, console), null, false);
    }
    ExchangeMarket market = new ExchangeMarket(exchange);
    ExchangeAccount account = new ExchangeAccount(exchange);
    SessionRecorder recorder = recorder(options, settings, runtime, console, market, account);
    TradingSession session = session(options, settings, runtime, console, market, account);
    console.follow(market);
    if (options.loop() || options.plans() != null) {
      session.ended().thenAccept(end -> trigger.end(end.name()));
      session.start();
    } else {
      exchange.ended().thenAccept(at -> trigger.end("the data has ended"));
    }
    return new SessionAssembly(console, session, recorder, true);
  }

  /** Follows the plan file at a real broker, without an end. Returns null without a plan file. */
  private static TradingSession following(
      RunOptions options,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console) {
    if (options.plans() == null) {
      return null;
    }
    BrokerMarket market = new BrokerMarket(runtime.clock());
    TradingSession session =
        TradingSession.following(
            options.plans(),
            settings,
            runtime.watchers(),
            market,
            BrokerAccount.opened(runtime.knownAccount(), market.start()),
            System::nanoTime,
            console::note,
            runtime::alert);
    session.start();
    return session;
  }

  private static SessionRecorder recorder(
      RunOptions options,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console,
      ExchangeMarket market,
      ExchangeAccount account) {
    if (options.out() == null) {
      return null;
    }
    boolean resumed = runtime.exchange().map(PaperExchange::resumed).orElse(true);
    SessionRecorder recorder =
        SessionRecorder.open(options.out(), resumed, settings, market, account, console::note);
    recorder.start();
    return recorder;
  }

  private static TradingSession session(
      RunOptions options,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console,
      ExchangeMarket market,
      ExchangeAccount account) {
    WatcherService watchers = runtime.watchers();
    return options.plans() == null
        ? TradingSession.forecasting(
            settings, watchers, market, account, new ExcursionForecaster(settings), console::note)
        : TradingSession.following(
            options.plans(),
            settings,
            watchers,
            market,
            account,
            System::nanoTime,
            console::note,
            runtime::alert);
  }

  /** Returns the listeners that show, record and count events. */
  List<Consumer<RuntimeEvent>> listeners() {
    List<Consumer<RuntimeEvent>> listeners = new ArrayList<>();
    listeners.add(console::onEvent);
    if (recorder != null) {
      listeners.add(recorder::onEvent);
    }
    if (session != null) {
      listeners.add(session::onEvent);
    }
    return listeners;
  }

  /** Sends no further wish. */
  void stop() {
    if (session != null) {
      session.stop();
    }
  }

  /** Ends session and recorder, then prints the summary. */
  void summarise(int watchersLeft) {
    if (session == null) {
      return;
    }
    session.close();
    if (recorder != null) {
      try {
        recorder.close();
      } catch (IOException e) {
        console.say("The last records could not be written: " + e.getMessage());
      }
    }
    if (summarised) {
      console.say(SummaryFormatter.of(session.summary(watchersLeft)));
    }
  }

  /** The account of a real broker at the start of the session; the broker keeps its history. */
  private record BrokerAccount(AccountPoint opened) implements AccountHistory {

    /**
     * @param account empty while the broker gives no answer
     */
    static BrokerAccount opened(Optional<Account> account, Instant at) {
      return new BrokerAccount(
          new AccountPoint(
              at,
              account.map(Account::cash).orElse(BigDecimal.ZERO),
              account.map(Account::equity).orElse(BigDecimal.ZERO)));
    }

    @Override
    public AccountPoint now() {
      return opened;
    }

    @Override
    public List<AccountFill> fills(long after) {
      return List.of();
    }
  }
}

package dev.maxdiff.app;

import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.cli.context.RunOptions;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.runtime.MaxDiffRuntime;
import dev.maxdiff.session.TradingSession;
import dev.maxdiff.session.forecast.ExcursionForecaster;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.report.SessionConsole;
import dev.maxdiff.session.report.SessionRecorder;
import dev.maxdiff.session.report.SummaryFormatter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The trading session beside a runtime: what it shows, what it records, when it ends. Without an
 * embedded exchange there is no history to forecast from: it follows a plan file, or only shows
 * what happens.
 */
final class SessionAssembly {

  private final SessionConsole console;

  /** Null where nothing is wished by a session: at a real broker without a plan file. */
  private final TradingSession session;

  private final SessionRecorder recorder;

  /** A real broker keeps the account's history itself, and shows it. */
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

  /** Shows what happens, and wishes by forecast or plan unless the loop was switched off. */
  static SessionAssembly start(
      RunOptions options,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console,
      ShutdownTrigger ending) {
    PaperExchange exchange = runtime.exchange().orElse(null);
    if (exchange == null) {
      return new SessionAssembly(
          console, following(options, settings, runtime, console), null, false);
    }
    ExchangeMarket market = new ExchangeMarket(exchange);
    ExchangeAccount account = new ExchangeAccount(exchange);
    SessionRecorder recorder = recorder(options, settings, runtime, console, market, account);
    TradingSession session =
        session(options, settings, runtime.watchers(), console, market, account);
    console.follow(market);
    if (options.loop() || options.plans() != null) {
      session.ended().thenAccept(end -> ending.end(end.name()));
      session.start();
    } else {
      exchange.ended().thenAccept(at -> ending.end("the data has ended"));
    }
    return new SessionAssembly(console, session, recorder, true);
  }

  /** At a real broker: the plan file alone, from now on and without an end. */
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
            new BrokerAccount(runtime.knownAccount(), market.start()),
            System::nanoTime,
            console::note);
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
      WatcherService watchers,
      SessionConsole console,
      ExchangeMarket market,
      ExchangeAccount account) {
    return options.plans() == null
        ? TradingSession.forecasting(
            settings, watchers, market, account, new ExcursionForecaster(settings), console::note)
        : TradingSession.following(
            options.plans(), settings, watchers, market, account, System::nanoTime, console::note);
  }

  /** Who shows, records and counts what happens. */
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

  /** Wishes nothing more. */
  void stop() {
    if (session != null) {
      session.stop();
    }
  }

  /** Ends what runs, and shows what the session came to. */
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
}

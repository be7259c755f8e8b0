package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.RunOptions;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.MaxDiffRuntime;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StartGivenUpException;
import dev.maxdiff.runtime.context.StopReport;
import dev.maxdiff.session.TradingSession;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.report.SessionBanner;
import dev.maxdiff.session.report.SessionConsole;
import dev.maxdiff.session.report.SessionRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code maxdiff run}: exchange, runtime and loop, from the signal handlers to the exit code. */
public final class RunSession implements CommandActions.RunAction {

  private static final String COMPLETE = "Shutdown complete";

  private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);

  /** Exceeds the shutdown with all its deadlines. */
  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(60);

  /** Exceeds the time that the last lines of the console and of the log get. */
  private static final Duration LAST_LINES_LIMIT = Duration.ofSeconds(4);

  private final Map<String, String> environment;
  private final ProcessWatchdog watchdog;
  private final StartupEventBuffer startupEvents = new StartupEventBuffer();
  private volatile boolean signalled;

  /**
   * @param watchdog ends the process when the shutdown hangs
   */
  public RunSession(Map<String, String> environment, ProcessWatchdog watchdog) {
    this.environment = Map.copyOf(environment);
    this.watchdog = watchdog;
  }

  /** Returns whether a signal ended the session. */
  public boolean wasSignalled() {
    return signalled;
  }

  @Override
  public int run(RunOptions options) {
    int code = ExitCodes.FAILED;
    boolean terminal = System.console() != null;
    try (SessionConsole console = SessionConsole.on(System.out, terminal, environment)) {
      ShutdownTrigger trigger = ShutdownTrigger.onSignals(console::say);
      trigger.triggered().thenRun(() -> watchdog.endAfter(SHUTDOWN_LIMIT, ExitCodes.FAILED));
      FatalErrorHandler.install(watchdog);
      Config config = Configuration.load(Configurations.file(environment), overrides(options));
      MarketTape tape = tape(options, config);
      SessionSettings settings = settings(options, config, tape);
      FaultPlan faults = FaultPlan.from(config); // refuses a wrong setting before any change
      if (options.venue() == Venue.EMBEDDED && !faults.rules().isEmpty()) {
        console.say("The exchange misbehaves on purpose, by " + faults.rules().size() + " rules");
      }
      try (MaxDiffRuntime runtime = start(options, config, settings, tape, console, trigger)) {
        trigger.onSecond(() -> hurry(runtime, console));
        runtime.ending().thenRun(() -> ended(trigger, console));
        code = session(options, config, settings, runtime, console, trigger);
        return code;
      } catch (StartGivenUpException e) {
        console.say("The start was given up; the wishes stay for the next start");
        console.say(COMPLETE);
        return ExitCodes.DONE;
      } finally {
        signalled = trigger.isSignalled();
        watchdog.endAfter(LAST_LINES_LIMIT, code); // the console may take no line
      }
    }
  }

  /** The runtime ends by itself, or by the command shutdown. */
  private static void ended(ShutdownTrigger trigger, SessionConsole console) {
    if (trigger.end("the runtime ends")) {
      console.say("The runtime ends, shutting down gracefully...");
    }
  }

  private static void hurry(MaxDiffRuntime runtime, SessionConsole console) {
    console.say("Another signal: the watchers get no more time");
    runtime.hurry();
  }

  private MaxDiffRuntime start(
      RunOptions options,
      Config config,
      SessionSettings settings,
      MarketTape tape,
      SessionConsole console,
      ShutdownTrigger trigger) {
    String planProblem =
        options.plans() == null
            ? null
            : TradingSession.planProblem(options.plans(), settings).orElse(null);
    if (planProblem != null && options.fresh()) {
      throw InvalidValueException.withMessage("plans", planProblem);
    }
    if (options.out() != null && options.venue() == Venue.EMBEDDED) {
      SessionRecorder.requireUsable(options.out(), !options.fresh());
    }
    return MaxDiffRuntime.start(
        new RuntimeOptions(
            config,
            options.venue(),
            tape,
            options.fresh(),
            options.takeOver(),
            options.moved(),
            environment,
            List.of()),
        trigger.triggered(),
        new StartLines(options.venue(), config, console::say, startupEvents, planProblem));
  }

  private int session(
      RunOptions options,
      Config config,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console,
      ShutdownTrigger trigger) {
    LogFile log = LogFile.open(runtime.directory().resolve("logs"), options.verbose());
    console.say(banner(options, config, runtime).text());
    if (runtime.restored() > 0) {
      console.say("Restored wishes: " + runtime.restored());
    }
    runtime.holds().forEach(hold -> console.say("HELD " + hold));
    console.say("Wishes are taken at " + runtime.address());
    SessionAssembly loop = SessionAssembly.start(options, settings, runtime, console, trigger);
    startupEvents.forwardTo(loop.listeners());
    if (options.duration() != null) {
      CompletableFuture.delayedExecutor(options.duration().toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> trigger.end("duration"));
    }
    trigger.await();
    loop.stop();
    runtime.sweeping().thenRun(() -> console.say("Cleaning up spawned watcher processes..."));
    StopReport report = runtime.stop().toCompletableFuture().join();
    loop.summarise(report.unkillable().size());
    report
        .unconfirmed()
        .forEach(order -> console.say("Order not confirmed as ended: " + order.clientOrderId()));
    report.unkillable().forEach(pid -> console.say("Process " + pid + " could not be ended"));
    report
        .uncovered()
        .forEach(left -> console.say("Naked: " + left.exit().key() + ": " + left.words()));
    runtime.failure().ifPresent(words -> console.say("The runtime has ended: " + words));
    console.say(COMPLETE);
    LOG.info(COMPLETE);
    log.close();
    return exitCode(report, runtime);
  }

  private static int exitCode(StopReport report, MaxDiffRuntime runtime) {
    if (runtime.isOwnedElsewhere()) {
      return ExitCodes.REFUSED_OWNER;
    }
    if (!report.isClean() || runtime.failure().isPresent()) {
      return ExitCodes.FAILED;
    }
    return report.uncovered().isEmpty() ? ExitCodes.DONE : ExitCodes.UNCOVERED;
  }

  private SessionBanner banner(RunOptions options, Config config, MaxDiffRuntime runtime) {
    PaperExchange exchange = runtime.exchange().orElse(null);
    Optional<Account> account = runtime.knownAccount();
    return new SessionBanner(
        options.venue(),
        account.map(Account::number).orElse("not known (the broker gives no answer)"),
        account.map(Account::equity).orElse(null),
        exchange == null ? account.map(Account::buyingPower).orElse(null) : null,
        exchange == null ? StartLines.orders(runtime.openOrders()) : null,
        exchange == null ? "Alpaca" : exchange.tape().name(),
        exchange == null ? List.of() : exchange.tape().notes(),
        runtime.clock().instant(),
        exchange == null ? null : exchange.tapeEnd(),
        exchange == null ? 0 : config.getDouble("maxdiff.exchange.speed"),
        options.loop(),
        options.plans(),
        runtime.directory(),
        exchange != null && exchange.resumed());
  }

  /** Refuses a forecasting session at a real venue: the built-in forecasts need replayed data. */
  private static void requireNoForecasts(RunOptions options) {
    if (options.venue() != Venue.EMBEDDED && options.loop() && options.plans() == null) {
      throw new InvalidValueException(
          "venue",
          options.venue(),
          "--plans FILE or --no-loop with it: the built-in forecasts are for replayed data only");
    }
  }

  /** Null at a real broker. */
  private static MarketTape tape(RunOptions options, Config config) {
    return options.venue() == Venue.EMBEDDED
        ? ReplayData.of(options.data(), options.symbol(), config)
        : null;
  }

  private static SessionSettings settings(RunOptions options, Config config, MarketTape tape) {
    requireNoForecasts(options);
    SessionSettings settings = SessionSettings.from(config, options.venue());
    if (tape == null) {
      return settings;
    }
    if (options.loop() && options.plans() == null) {
      settings.requireIn(tape.symbols());
    }
    return settings.on(tape.symbols());
  }

  private static Map<String, Object> overrides(RunOptions options) {
    Map<String, Object> overrides =
        new TreeMap<>(Configurations.stateDirectory(options.location()));
    overrides.put("maxdiff.process.sole-purpose", true);
    if (options.speed() != null) {
      overrides.put("maxdiff.exchange.speed", options.speed().doubleValue());
    }
    if (options.seed() != null) {
      overrides.put("maxdiff.exchange.seed", options.seed());
    }
    if (options.port() != null) {
      overrides.put("maxdiff.http.port", options.port());
    }
    if (options.faults() != null) {
      overrides.put("maxdiff.exchange.faults", options.faults().toString());
    }
    return overrides;
  }
}

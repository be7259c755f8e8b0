package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.actors.GuardedSystem;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.ExchangeOptions;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.JournalNames;
import dev.maxdiff.runtime.context.StepFailure;
import dev.maxdiff.session.report.SessionConsole;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.journal.JournalStore;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code maxdiff exchange}: the embedded exchange alone, until a signal. */
public final class RunExchange implements CommandActions.ExchangeAction {

  /** Suffix of its state directory, which is separate from the directories of the venues. */
  private static final String SUFFIX = "_exchange";

  private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(60);
  private static final Duration LAST_LINES_LIMIT = Duration.ofSeconds(4);

  private final Map<String, String> environment;
  private final ProcessWatchdog watchdog;

  /**
   * @param watchdog ends the process when the shutdown hangs
   */
  public RunExchange(Map<String, String> environment, ProcessWatchdog watchdog) {
    this.environment = Map.copyOf(environment);
    this.watchdog = watchdog;
  }

  @Override
  public int run(ExchangeOptions options) {
    try (SessionConsole console = SessionConsole.on(System.out, false, environment)) {
      ShutdownTrigger trigger = ShutdownTrigger.onSignals(console::say);
      trigger.triggered().thenRun(() -> watchdog.endAfter(SHUTDOWN_LIMIT, ExitCodes.FAILED));
      int code = run(options, console, trigger);
      watchdog.endAfter(LAST_LINES_LIMIT, code);
      return code;
    }
  }

  private int run(ExchangeOptions options, SessionConsole console, ShutdownTrigger trigger) {
    Config config = Configuration.load(Configurations.file(environment), overrides(options));
    ExchangeSettings.from(config); // refuses a wrong setting before any change
    FaultPlan faults = FaultPlan.from(config);
    MarketTape tape = ReplayData.of(options.data(), options.symbol(), config);
    StateSettings state = StateSettings.from(config);
    StateDirectory directory = StateDirectory.open(state, Venue.EMBEDDED);
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      JournalStore journal = JournalStore.of(directory, state);
      journal.prepare();
      GuardedSystem guarded =
          GuardedSystem.create(
              "exchange",
              journal.pluginConfig().withFallback(JournalNames.migrations()).withFallback(config));
      try {
        return serve(options, config, faults, tape, directory, guarded, console, trigger);
      } finally {
        guarded.system().terminate();
        guarded.system().getWhenTerminated().toCompletableFuture().join();
        console.say("Shutdown complete");
      }
    } finally {
      lock.close();
    }
  }

  private static int serve(
      ExchangeOptions options,
      Config config,
      FaultPlan faults,
      MarketTape tape,
      StateDirectory directory,
      GuardedSystem guarded,
      SessionConsole console,
      ShutdownTrigger trigger) {
    PaperExchange exchange =
        start(
            PaperExchange.start(
                guarded.system(),
                guarded.actors(),
                ExchangeSettings.from(config),
                tape,
                directory.folder(),
                options.fresh(),
                "127.0.0.1",
                config.getInt("maxdiff.exchange.port")));
    exchange.injectFaults(faults);
    if (options.faults() != null) {
      console.say("Faults    " + faults.rules().size() + " rules, seed " + faults.seed());
    }
    console.say("Data      " + exchange.tape().name());
    exchange.tape().notes().forEach(note -> console.say("          " + note));
    console.say("Serving   " + exchange.address());
    console.say("Key       " + exchange.apiKey());
    console.say("Secret    " + exchange.apiSecret());
    exchange.ended().thenAccept(at -> console.say("The data has ended at " + at));
    exchange.play().toCompletableFuture().join();
    trigger.await();
    exchange.unbind().toCompletableFuture().join();
    return ExitCodes.DONE;
  }

  private static PaperExchange start(CompletionStage<PaperExchange> starting) {
    try {
      return starting.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw StepFailure.of("the exchange", e);
    }
  }

  private static Map<String, Object> overrides(ExchangeOptions options) {
    Map<String, Object> overrides =
        new TreeMap<>(Configurations.stateDirectory(options.location()));
    overrides.put("maxdiff.state.suffix", SUFFIX + options.location().suffix());
    if (options.speed() != null) {
      overrides.put("maxdiff.exchange.speed", options.speed().doubleValue());
    }
    if (options.seed() != null) {
      overrides.put("maxdiff.exchange.seed", options.seed());
    }
    if (options.port() != null) {
      overrides.put("maxdiff.exchange.port", options.port());
    }
    if (options.faults() != null) {
      overrides.put("maxdiff.exchange.faults", options.faults().toString());
    }
    return overrides;
  }
}

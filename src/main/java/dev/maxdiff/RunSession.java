package dev.maxdiff;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.MarketTape;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.cli.Actions;
import dev.maxdiff.cli.ExitCodes;
import dev.maxdiff.cli.RunOptions;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.embed.Configuration;
import dev.maxdiff.embed.MaxDiffRuntime;
import dev.maxdiff.embed.RuntimeOptions;
import dev.maxdiff.embed.StopReport;
import dev.maxdiff.session.Banner;
import dev.maxdiff.session.SessionConsole;
import dev.maxdiff.session.SessionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code maxdiff run}: exchange, runtime and loop, from the signal handlers to the exit code. */
final class RunSession implements Actions.RunAction {

  private final Map<String, String> environment;

  RunSession(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public int run(RunOptions options) {
    boolean terminal = System.console() != null;
    try (SessionConsole console = SessionConsole.on(System.out, terminal, environment)) {
      Ending ending = Ending.onSignals(console::say);
      Config config = Configuration.load(Configurations.file(environment), overrides(options));
      SessionSettings settings = SessionSettings.from(config);
      try (MaxDiffRuntime runtime = start(options, config)) {
        ending.onSecond(runtime::hurry);
        runtime.ending().thenRun(() -> ending.end("the runtime ends"));
        return session(options, config, settings, runtime, console, ending);
      }
    }
  }

  private MaxDiffRuntime start(RunOptions options, Config config) {
    requireNoLoop(options);
    MarketTape tape = options.venue() == Venue.EMBEDDED ? tape(options.data(), config) : null;
    return MaxDiffRuntime.start(
        new RuntimeOptions(
            config,
            options.venue(),
            tape,
            options.fresh(),
            options.takeOver(),
            environment,
            List.of()));
  }

  private int session(
      RunOptions options,
      Config config,
      SessionSettings settings,
      MaxDiffRuntime runtime,
      SessionConsole console,
      Ending ending) {
    LogFile.open(runtime.directory().resolve("logs"), options.verbose());
    console.say(banner(options, config, runtime).text());
    console.say("Wishes are taken at " + runtime.address());
    Loop loop = Loop.start(options, settings, runtime, console, ending);
    if (options.duration() != null) {
      CompletableFuture.delayedExecutor(options.duration().toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> ending.end("duration"));
    }
    ending.await();
    loop.stop();
    console.say("Cleaning up spawned watcher processes...");
    StopReport report = runtime.stop().toCompletableFuture().join();
    loop.summarise(report.unkillable().size());
    report
        .unconfirmed()
        .forEach(order -> console.say("Order not confirmed as ended: " + order.clientOrderId()));
    report.unkillable().forEach(pid -> console.say("Process " + pid + " could not be ended"));
    console.say("Shutdown complete");
    return report.isClean() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private Banner banner(RunOptions options, Config config, MaxDiffRuntime runtime) {
    PaperExchange exchange = runtime.exchange().orElse(null);
    return new Banner(
        options.venue(),
        runtime.account().number(),
        runtime.account().equity(),
        exchange == null ? "Alpaca" : exchange.tape().name(),
        runtime.clock().instant(),
        exchange == null ? null : exchange.tapeEnd(),
        exchange == null ? 0 : config.getDouble("maxdiff.exchange.speed"),
        options.loop(),
        options.plans(),
        runtime.directory(),
        exchange != null && exchange.resumed());
  }

  /** The built-in loop forecasts from replayed data; a real venue is driven by commands. */
  private static void requireNoLoop(RunOptions options) {
    if (options.venue() != Venue.EMBEDDED && (options.loop() || options.plans() != null)) {
      throw new InvalidValueException(
          "venue",
          options.venue(),
          "--no-loop with it: wishes come from commands and programs, not from the built-in loop");
    }
  }

  private static MarketTape tape(Path data, Config config) {
    if (data == null) {
      return MarketTape.bitstamp();
    }
    return MarketTape.read(
        data, Symbol.parse(config.getStringList("maxdiff.session.symbols").get(0)));
  }

  private static Map<String, Object> overrides(RunOptions options) {
    Map<String, Object> overrides = new TreeMap<>(Configurations.place(options.where()));
    if (options.speed() != null) {
      overrides.put("maxdiff.exchange.speed", options.speed().doubleValue());
    }
    if (options.seed() != null) {
      overrides.put("maxdiff.exchange.seed", options.seed());
    }
    if (options.port() != null) {
      overrides.put("maxdiff.http.port", options.port());
    }
    return overrides;
  }
}

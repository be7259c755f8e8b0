package dev.maxdiff;

import dev.maxdiff.app.CheckPlan;
import dev.maxdiff.app.Configurations;
import dev.maxdiff.app.KillWithoutRuntime;
import dev.maxdiff.app.ProcessWatchdog;
import dev.maxdiff.app.RunDoctor;
import dev.maxdiff.app.RunExchange;
import dev.maxdiff.app.RunSession;
import dev.maxdiff.cli.Cli;
import dev.maxdiff.cli.RuntimeConnector;
import dev.maxdiff.cli.RuntimeFinder;
import dev.maxdiff.cli.RuntimeShutdown;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.Console;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.process.os.ProcessExit;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.offline.OfflineWatcherService;
import dev.maxdiff.watch.child.WatcherChild;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program: gives the commands their actions, and ends the JVM with the exit code. */
public final class Main {

  private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  /** Exceeds the sweep with all its deadlines. */
  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(60);

  private Main() {}

  /** Runs one command; see {@code maxdiff --help}. */
  public static void main(String[] arguments) {
    if (System.getProperty(COMMON_POOL) == null && Runtime.getRuntime().availableProcessors() < 3) {
      // with a parallelism of 1, every asynchronous step of a CompletionStage starts a new thread
      System.setProperty(COMMON_POOL, "2");
    }
    Map<String, String> environment = System.getenv();
    ProcessWatchdog watchdog = ProcessWatchdog.start();
    RunSession session = new RunSession(environment, watchdog);
    CommandActions actions =
        new CommandActions(
            new RuntimeConnector(new RuntimeFinder()),
            location -> offlineService(location, environment),
            session,
            options -> new RunExchange(environment, watchdog).run(options),
            child -> watch("open-position", child, environment),
            child -> watch("close-position", child, environment),
            (location, cancel, force) ->
                new KillWithoutRuntime(environment).run(location, cancel, force),
            (location, paperSelfTest, output) ->
                new RunDoctor(environment).run(location, paperSelfTest, output),
            new RuntimeShutdown(new RuntimeFinder(), SHUTDOWN_PATIENCE),
            new CheckPlan(environment));
    int code = Cli.commandLine(actions, Console.ofProcess()).execute(arguments);
    System.out.flush();
    System.err.flush();
    // cleanup is complete; System.exit would take up to a second more with many children
    if (session.wasSignalled()) {
      ProcessExit.end(code);
    }
    Runtime.getRuntime().halt(code);
  }

  private static Optional<OfflineWatcherService> offlineService(
      Location location, Map<String, String> environment) {
    return OfflineWatcherService.find(
        Configuration.load(
            Configurations.file(environment), Configurations.stateDirectory(location)),
        location.venue().orElse(Venue.EMBEDDED),
        environment);
  }

  private static int watch(String command, String[] arguments, Map<String, String> environment)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(0, command);
    return WatcherChild.run(all, environment, System.out, System.err);
  }
}

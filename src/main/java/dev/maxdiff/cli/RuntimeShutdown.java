package dev.maxdiff.cli;

import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.http.NoRuntimeException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Ends the runtime of an installation as Ctrl-C does, and waits until its process has ended. */
public final class RuntimeShutdown implements CommandActions.ShutdownAction {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final RuntimeConnector connector;
  private final RuntimeFinder finder;
  private final Duration patience;

  /**
   * @param patience longest wait for the end of the process
   */
  public RuntimeShutdown(RuntimeFinder finder, Duration patience) {
    this.connector = new RuntimeConnector(finder);
    this.finder = finder;
    this.patience = patience;
  }

  /**
   * @throws NoRuntimeException if no runtime of {@code location} runs
   */
  @Override
  public int run(Location location, Consumer<String> output) throws Exception {
    RuntimeAddress runtime = connector.address(location);
    CommandContext.await(connector.client(location, runtime).shutdown());
    long deadline = System.nanoTime() + patience.toNanos();
    while (finder.isRunning(runtime) && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    if (finder.isRunning(runtime)) {
      throw new IllegalStateException(
          "process "
              + runtime.pid()
              + " still runs after "
              + patience.toSeconds()
              + " s; 'kill-all --force' ends a runtime that hangs");
    }
    output.accept("the " + runtime.venue() + " runtime " + runtime.pid() + " has ended");
    return ExitCodes.DONE;
  }
}

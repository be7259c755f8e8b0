package dev.maxdiff.cli.context;

import dev.maxdiff.control.WatcherService;
import dev.maxdiff.http.JsonViews;
import dev.maxdiff.http.NoRuntimeException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The collaborators of every command: actions, terminal and global options. */
public record CommandContext(CommandActions actions, Console console, GlobalOptions options) {

  /**
   * Connects to the running runtime.
   *
   * @throws NoRuntimeException if none runs
   */
  public WatcherService watchers() {
    return actions.connect().apply(options.location());
  }

  /**
   * Connects to the running runtime. If none runs, it prints a line to {@code err} and reads the
   * journal.
   *
   * @throws NoRuntimeException if there is no journal either
   */
  public WatcherService watchersOrOffline(PrintWriter err) {
    try {
      return watchers();
    } catch (NoRuntimeException e) {
      WatcherService offline = actions.offline().apply(options.location()).orElseThrow(() -> e);
      err.println("maxdiff: " + e.getMessage() + "; this is what the journal tells");
      return offline;
    }
  }

  /**
   * Connects to the running runtime, or works on the journal and the broker if none runs.
   *
   * @throws NoRuntimeException if there is no journal either
   */
  public WatcherService watchersOrOffline() {
    try {
      return watchers();
    } catch (NoRuntimeException e) {
      return actions.offline().apply(options.location()).orElseThrow(() -> e);
    }
  }

  public JsonViews json() {
    return new JsonViews();
  }

  /** Waits for the result of {@code stage} and rethrows its failure. */
  public static <T> T await(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}

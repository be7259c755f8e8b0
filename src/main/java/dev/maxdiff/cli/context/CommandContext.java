package dev.maxdiff.cli.context;

import dev.maxdiff.control.WatcherService;
import dev.maxdiff.http.JsonViews;
import dev.maxdiff.http.NoRuntimeException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** What every command needs: who does the work, the terminal, and the common options. */
public record CommandContext(CommandActions actions, Console console, GlobalOptions options) {

  /** The running runtime. */
  public WatcherService watchers() {
    return actions.connect().apply(options.location());
  }

  /** The running runtime, or where none runs, and {@code err} says so, what its journal tells. */
  public WatcherService watchersOrStored(PrintWriter err) {
    try {
      return watchers();
    } catch (NoRuntimeException e) {
      WatcherService stored = actions.stored().apply(options.location()).orElseThrow(() -> e);
      err.println("maxdiff: " + e.getMessage() + "; this is what the journal tells");
      return stored;
    }
  }

  /** The running runtime, or where none runs, what can be done without. */
  public WatcherService watchersOrStored() {
    try {
      return watchers();
    } catch (NoRuntimeException e) {
      return actions.stored().apply(options.location()).orElseThrow(() -> e);
    }
  }

  public JsonViews json() {
    return new JsonViews();
  }

  /** Waits, and throws what the stage failed with. */
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

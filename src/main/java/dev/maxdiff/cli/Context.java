package dev.maxdiff.cli;

import dev.maxdiff.control.WatcherService;
import dev.maxdiff.http.JsonViews;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** What every command needs: who does the work, the terminal, and the common options. */
record Context(Actions actions, Console console, Options options) {

  /** The running runtime. */
  WatcherService watchers() {
    return actions.connect().apply(options.location());
  }

  JsonViews json() {
    return new JsonViews();
  }

  /** Waits, and throws what the stage failed with. */
  static <T> T await(CompletionStage<T> stage) throws Exception {
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

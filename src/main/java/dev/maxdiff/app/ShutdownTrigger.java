package dev.maxdiff.app;

import dev.maxdiff.process.os.SignalHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Triggers the shutdown of a program: by a signal, the end of the data, or the end of the given
 * duration.
 */
final class ShutdownTrigger {

  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final AtomicInteger signals = new AtomicInteger();
  private final CompletableFuture<Void> second = new CompletableFuture<>();
  private final Consumer<String> output;

  private ShutdownTrigger(Consumer<String> output) {
    this.output = output;
  }

  /**
   * Installs handlers for INT, TERM and HUP. To be called before the first step that needs a
   * cleanup.
   */
  static ShutdownTrigger onSignals(Consumer<String> output) {
    ShutdownTrigger trigger = new ShutdownTrigger(output);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      SignalHandlers.handle(name, () -> trigger.signalled("SIG" + name));
    }
    output.accept("Signal handlers registered for graceful shutdown");
    return trigger;
  }

  private void signalled(String signal) {
    if (signals.getAndIncrement() == 0) {
      output.accept("Received " + signal + ", shutting down gracefully...");
      reason.complete(signal);
    } else {
      second.complete(null);
    }
  }

  /**
   * Registers the action of the second signal; runs it at once when this signal has come already.
   */
  void onSecond(Runnable action) {
    second.thenRun(action);
  }

  /** Returns whether a signal has come. */
  boolean isSignalled() {
    return signals.get() > 0;
  }

  /** Triggers the shutdown; returns false when it is triggered already. */
  boolean end(String why) {
    return reason.complete(why);
  }

  /** Completes when the shutdown is triggered. */
  CompletionStage<?> triggered() {
    return reason.minimalCompletionStage();
  }

  /** Blocks until the shutdown is triggered. */
  void await() {
    reason.join();
  }
}

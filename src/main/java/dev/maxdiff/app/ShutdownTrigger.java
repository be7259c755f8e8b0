package dev.maxdiff.app;

import dev.maxdiff.process.os.SignalHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Why a program that runs until it is told otherwise ends: a signal, the end of its data, or its
 * time.
 */
final class ShutdownTrigger {

  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final AtomicInteger signals = new AtomicInteger();
  private final CompletableFuture<Void> second = new CompletableFuture<>();
  private final Consumer<String> say;

  private ShutdownTrigger(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Installs handlers for INT, TERM and HUP; to be called before anything that needs cleaning up.
   */
  static ShutdownTrigger onSignals(Consumer<String> say) {
    ShutdownTrigger ending = new ShutdownTrigger(say);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      SignalHandlers.handle(name, () -> ending.signalled("SIG" + name));
    }
    say.accept("Signal handlers registered for graceful shutdown");
    return ending;
  }

  private void signalled(String signal) {
    if (signals.getAndIncrement() == 0) {
      say.accept("Received " + signal + ", shutting down gracefully...");
      reason.complete(signal);
    } else {
      second.complete(null);
    }
  }

  /** What a second signal does, also one that has come already: it drops the rest of the grace. */
  void onSecond(Runnable action) {
    second.thenRun(action);
  }

  /** Whether a signal came: then somebody waits for the process's end. */
  boolean isSignalled() {
    return signals.get() > 0;
  }

  void end(String why) {
    reason.complete(why);
  }

  /** Completes when it comes. */
  CompletionStage<?> coming() {
    return reason.minimalCompletionStage();
  }

  /** Blocks until it comes. */
  void await() {
    reason.join();
  }
}

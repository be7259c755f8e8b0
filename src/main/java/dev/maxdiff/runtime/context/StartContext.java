package dev.maxdiff.runtime.context;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import com.typesafe.config.Config;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.actors.GuardedSystem;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.state.StateDirectory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The values that every step of a start uses.
 *
 * @param shutdown where each step registers the undo steps of what it has begun
 * @param await blocks for a step, up to {@code maxdiff.runtime.start-patience}
 * @param givenUp fails with a {@link StartGivenUpException} when the start is given up
 */
public record StartContext(
    RuntimeOptions options,
    RuntimeSettings settings,
    StateStore store,
    GuardedSystem guarded,
    Shutdown shutdown,
    StartListener listener,
    Await await,
    CompletableFuture<Void> givenUp) {

  /** Creates the actor system on the journal of {@code store}. A failure leaves the store open. */
  public static StartContext create(
      RuntimeOptions options, StateStore store, StartListener listener) {
    Config config = options.config();
    RuntimeSettings settings = RuntimeSettings.from(config);
    Duration sweep = ProcessSettings.from(config).sweepDeadline();
    GuardedSystem guarded =
        GuardedSystem.create(
            "maxdiff",
            Shutdown.phases(sweep, settings.cancelPatience()).withFallback(store.config(config)));
    return new StartContext(
        options,
        settings,
        store,
        guarded,
        new Shutdown(guarded.system(), store::close),
        listener,
        new Await(settings.startPatience()),
        new CompletableFuture<>());
  }

  public Config config() {
    return options.config();
  }

  public ActorSystem<?> system() {
    return guarded.system();
  }

  /** Spawns the runtime's top-level actors. */
  public ActorSpawner actors() {
    return guarded.actors();
  }

  public StateDirectory directory() {
    return store.directory();
  }

  /** Runs tasks that block. */
  public Executor blocking() {
    return system().dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Makes the start fail before its next step. Without effect after the first launch. */
  public void giveUp() {
    givenUp.completeExceptionally(new StartGivenUpException());
  }

  /**
   * Called between two steps: a step is completed before it is undone.
   *
   * @throws StartGivenUpException when the start is given up
   */
  public void requireWanted() {
    if (givenUp.isDone()) {
      throw new StartGivenUpException();
    }
  }
}

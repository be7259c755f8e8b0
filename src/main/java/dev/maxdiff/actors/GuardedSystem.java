package dev.maxdiff.actors;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * An actor system whose guardian spawns the top-level actors.
 *
 * @param actors spawns them
 */
public record GuardedSystem(ActorSystem<?> system, ActorSpawner actors) {

  private static final int TIMEOUT_SECONDS = 10;

  /** A caller that blocks a thread of the default dispatcher does not delay the guardian. */
  private static final String DISPATCHER = "akka.actor.internal-dispatcher";

  /** Creates an actor system; the caller terminates it. */
  public static GuardedSystem create(String name, Config config) {
    CompletableFuture<Void> ending = new CompletableFuture<>();
    ActorSystem<Guardian.Command> system =
        ActorSystem.create(
            Guardian.create(ending), name, config, DispatcherSelector.fromConfig(DISPATCHER));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "refuse new actors",
            () -> {
              ending.complete(null);
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    return new GuardedSystem(system, new GuardianSpawner(system, ending));
  }

  /**
   * @param ending completes before the actors stop: an actor that spawned another one then would
   *     wait for the guardian, which waits for the actor
   */
  private record GuardianSpawner(
      ActorRef<Guardian.Command> guardian, CompletableFuture<Void> ending) implements ActorSpawner {

    @Override
    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
      CompletableFuture<ActorRef<T>> spawned = new CompletableFuture<>();
      ending.thenRun(
          () ->
              spawned.completeExceptionally(
                  new IllegalStateException(name + ": the actor system ends")));
      guardian.tell(new Guardian.Spawn<>(behavior, name, spawned));
      try {
        return spawned.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException refused) {
          throw refused;
        }
        throw new IllegalStateException(
            "%s: no answer of the guardian within %d s".formatted(name, TIMEOUT_SECONDS), e);
      }
    }
  }
}

package dev.maxdiff.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;

/** Spawns the top-level actors of an actor system. Thread-safe. */
@FunctionalInterface
public interface ActorSpawner {

  /**
   * Spawns an actor. Blocks until the actor has its name, normally some microseconds; neither for
   * the actor's start nor for its work.
   *
   * @param name unique among the living top-level actors of the system
   * @throws akka.actor.InvalidActorNameException when a living actor has the name
   * @throws IllegalStateException when the actor system ends, or after 10 s without an answer
   */
  <T> ActorRef<T> spawn(Behavior<T> behavior, String name);
}

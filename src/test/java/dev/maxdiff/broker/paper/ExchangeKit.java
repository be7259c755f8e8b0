package dev.maxdiff.broker.paper;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.typesafe.config.ConfigFactory;

/** An actor system for exchanges whose journal and snapshots are in memory. */
final class ExchangeKit {

  private ExchangeKit() {}

  /**
   * @param more settings that come before the usual ones
   */
  static ActorTestKit inMemory(String more) {
    return ActorTestKit.create(
        PersistenceTestKitPlugin.getInstance()
            .config()
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.parseString(more))
            .withFallback(ConfigFactory.load()));
  }
}

package dev.maxdiff.broker.paper;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.paper.tape.MarketTape;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/** Actor systems for exchanges whose journal and snapshots are in memory, and such an exchange. */
public final class ExchangeKit {

  private ExchangeKit() {}

  public static ActorTestKit inMemory() {
    return inMemory("");
  }

  /**
   * @param more settings that override the defaults
   */
  public static ActorTestKit inMemory(String more) {
    return ActorTestKit.create(
        PersistenceTestKitPlugin.getInstance()
            .config()
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.parseString(more))
            .withFallback(ConfigFactory.load()));
  }

  /**
   * A new exchange on the trades of the default session, with a stopped clock.
   *
   * @param directory of the test; its name is the name of the exchange
   */
  public static CompletionStage<PaperExchange> start(ActorTestKit kit, Path directory) {
    return PaperExchange.start(
        kit.system(),
        kit::spawn,
        ExchangeSettings.from(ConfigFactory.load()).withName(directory.getFileName().toString()),
        MarketTape.bitstamp(),
        directory,
        false,
        "127.0.0.1",
        0);
  }
}

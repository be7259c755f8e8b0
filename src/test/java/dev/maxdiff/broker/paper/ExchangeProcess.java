package dev.maxdiff.broker.paper;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.actors.GuardedSystem;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.journal.JournalStore;
import java.nio.file.Path;

/** An exchange in a JVM of its own, for tests that kill it. */
final class ExchangeProcess {

  private ExchangeProcess() {}

  public static void main(String[] arguments) throws Exception {
    Config config =
        ConfigFactory.parseString("maxdiff.exchange.speed = 3600")
            .withFallback(ConfigFactory.load());
    StateSettings state = StateSettings.from(config);
    StateDirectory directory = StateDirectory.open(Path.of(arguments[0]), Venue.EMBEDDED, "");
    JournalStore database = JournalStore.of(directory, state);
    database.prepare();
    GuardedSystem guarded =
        GuardedSystem.create("exchange", database.pluginConfig().withFallback(config));
    PaperExchange exchange =
        PaperExchange.start(
                guarded.system(),
                guarded.actors(),
                ExchangeSettings.from(config),
                MarketTape.bitstamp(),
                directory.folder().resolve("exchange"),
                false,
                "127.0.0.1",
                0)
            .toCompletableFuture()
            .join();
    exchange.play().toCompletableFuture().join();
    System.out.println(
        "ready "
            + exchange.address()
            + " "
            + exchange.apiKey()
            + " "
            + exchange.apiSecret()
            + " "
            + exchange.resumed());
  }
}

package dev.maxdiff.state.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.state.StateSettings;
import java.time.Duration;
import java.util.Map;

/** The settings of Akka's JDBC plugin on an H2 file. */
final class H2PluginConfig {

  /**
   * Time-out of a connection to a database that does not open. It is shorter than the time-out of a
   * wish, so that the client receives the cause although other writes wait before its own.
   */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(1);

  private H2PluginConfig() {}

  /** One small pool serves journal and snapshots; it closes when the actor system has ended. */
  static Config of(String url, StateSettings settings) {
    String pool = "akka-persistence-jdbc.shared-databases.slick.";
    return ConfigFactory.parseMap(
        Map.ofEntries(
            Map.entry("akka.persistence.journal.plugin", "jdbc-journal"),
            Map.entry("akka.persistence.snapshot-store.plugin", "jdbc-snapshot-store"),
            Map.entry(pool + "profile", "slick.jdbc.H2Profile$"),
            Map.entry(pool + "db.driver", "org.h2.Driver"),
            Map.entry(pool + "db.url", url),
            Map.entry(pool + "db.connectionPool", H2Pool.class.getName()),
            Map.entry(pool + "db.connectionTimeout", CONNECTION_TIMEOUT.toMillis()),
            Map.entry(pool + "db.numThreads", settings.journalConnections()),
            Map.entry(pool + "db.maxConnections", settings.journalConnections()),
            Map.entry(pool + "db.minConnections", 1),
            Map.entry(pool + "db.queueSize", settings.journalBuffer()),
            Map.entry("jdbc-journal.use-shared-db", "slick"),
            Map.entry("jdbc-journal.bufferSize", settings.journalBuffer()),
            // One writer: events that arrive during a write share one commit.
            Map.entry("jdbc-journal.parallelism", 1),
            // An open circuit breaker would hide the cause from clients, and a recovery for a
            // minute.
            Map.entry("jdbc-journal.circuit-breaker.max-failures", Integer.MAX_VALUE),
            Map.entry("jdbc-snapshot-store.circuit-breaker.max-failures", Integer.MAX_VALUE),
            Map.entry("jdbc-snapshot-store.use-shared-db", "slick"),
            Map.entry("jdbc-read-journal.use-shared-db", "slick")));
  }
}

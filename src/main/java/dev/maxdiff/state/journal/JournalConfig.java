package dev.maxdiff.state.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.state.StateSettings;
import java.time.Duration;
import java.util.Map;

/** Binds Akka's persistence to the journal of one venue. */
public final class JournalConfig {

  /**
   * How long a write waits for a database that does not open: short enough that whoever wishes is
   * told the cause, and not that there was no answer, although others' writes wait before it.
   */
  private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(1);

  private JournalConfig() {}

  /**
   * What an actor system needs on top of its own configuration, with {@code withFallback} behind
   * it. One small pool serves journal and snapshots; it closes when the actor system has ended.
   */
  public static Config overlay(JournalDatabase database, StateSettings settings) {
    String pool = "akka-persistence-jdbc.shared-databases.slick.";
    return ConfigFactory.parseMap(
        Map.ofEntries(
            Map.entry("akka.persistence.journal.plugin", "jdbc-journal"),
            Map.entry("akka.persistence.snapshot-store.plugin", "jdbc-snapshot-store"),
            Map.entry(pool + "profile", "slick.jdbc.H2Profile$"),
            Map.entry(pool + "db.driver", "org.h2.Driver"),
            Map.entry(pool + "db.url", database.url()),
            Map.entry(pool + "db.connectionPool", JournalPool.class.getName()),
            Map.entry(pool + "db.connectionTimeout", CONNECTION_PATIENCE.toMillis()),
            Map.entry(pool + "db.numThreads", settings.journalConnections()),
            Map.entry(pool + "db.maxConnections", settings.journalConnections()),
            Map.entry(pool + "db.minConnections", 1),
            Map.entry(pool + "db.queueSize", settings.journalBuffer()),
            Map.entry("jdbc-journal.use-shared-db", "slick"),
            Map.entry("jdbc-journal.bufferSize", settings.journalBuffer()),
            // One writer: what comes while it writes is committed together, at one commit's price.
            Map.entry("jdbc-journal.parallelism", 1),
            // An open breaker would hide the cause from who asks, and the end of it for a minute.
            Map.entry("jdbc-journal.circuit-breaker.max-failures", Integer.MAX_VALUE),
            Map.entry("jdbc-snapshot-store.circuit-breaker.max-failures", Integer.MAX_VALUE),
            Map.entry("jdbc-snapshot-store.use-shared-db", "slick"),
            Map.entry("jdbc-read-journal.use-shared-db", "slick")));
  }
}

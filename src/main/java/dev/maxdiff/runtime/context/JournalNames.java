package dev.maxdiff.runtime.context;

import akka.serialization.jackson.JacksonMigration;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.maxdiff.broker.paper.StoredExchangeNames;
import dev.maxdiff.execution.orders.StoredOrderNames;
import dev.maxdiff.state.journal.StoredNames;
import dev.maxdiff.supervision.StoredWatcherNames;
import java.util.Map;
import java.util.TreeMap;

/** The table of all stored names of events and snapshots in the journal. */
public final class JournalNames {

  public static final StoredNames NAMES =
      StoredWatcherNames.ALL.and(StoredOrderNames.ALL).and(StoredExchangeNames.ALL);

  private static final String MIGRATIONS = "akka.serialization.jackson.migrations.";

  private JournalNames() {}

  /**
   * Lets {@code jackson-json} read rows of format 1, whose manifests are class names of that time.
   * To be merged into the configuration of an actor system that opens a journal.
   */
  public static Config migrations() {
    Map<String, String> migrations = new TreeMap<>();
    for (StoredNames.Entry entry : NAMES.entries()) {
      if (!entry.formerClass().isEmpty()) {
        migrations.put(
            MIGRATIONS + ConfigUtil.quoteString(entry.formerClass()),
            FormerClassMigration.class.getName());
      }
    }
    return ConfigFactory.parseMap(migrations);
  }

  /**
   * Reads a row of format 1 as the class that has its stored name today. The JSON is the same.
   *
   * <p>Public with a public constructor because Akka makes instances by reflection.
   */
  public static final class FormerClassMigration extends JacksonMigration {

    /** Rows of format 1 have no version, which Akka counts as 1. */
    @Override
    public int currentVersion() {
      return 2;
    }

    @Override
    public String transformClassName(int fromVersion, String className) {
      return NAMES.typeOf(className).map(Class::getName).orElse(className);
    }

    @Override
    public JsonNode transform(int fromVersion, JsonNode json) {
      return json;
    }
  }
}

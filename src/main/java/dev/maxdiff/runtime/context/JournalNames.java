package dev.maxdiff.runtime.context;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.maxdiff.broker.paper.StoredExchangeNames;
import dev.maxdiff.execution.orders.StoredOrderNames;
import dev.maxdiff.state.journal.StoredNames;
import dev.maxdiff.supervision.StoredWatcherNames;
import java.util.Map;
import java.util.TreeMap;

/** The form of events and snapshots in the journal: the table of all stored names. */
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
}

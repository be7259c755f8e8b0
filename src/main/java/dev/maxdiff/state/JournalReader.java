package dev.maxdiff.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Reads the journal's tables by plain JDBC: for the keys to recover at start, for {@code history},
 * and for {@code status} without a runtime. It never writes. Methods block.
 */
public final class JournalReader {

  private static final String EVENTS =
      """
      SELECT "ordering", "persistence_id", "sequence_number", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "deleted" = FALSE AND "ordering" > ? AND ("persistence_id" LIKE ? OR "persistence_id" LIKE ?)
      ORDER BY "ordering"
      """;

  private final JournalDatabase database;

  public JournalReader(JournalDatabase database) {
    this.database = database;
  }

  /**
   * Hands over every event of persistence ids that begin with {@code prefix}, oldest first.
   *
   * @param after only events behind this {@code ordering}; 0 = all
   */
  public void events(String prefix, long after, Consumer<StoredEvent> reader) {
    events(prefix, prefix, after, reader);
  }

  /** {@link #events} of two prefixes, in the order in which all of them were written. */
  public void events(String prefix, String other, long after, Consumer<StoredEvent> reader) {
    try (Connection connection = database.open();
        PreparedStatement query = connection.prepareStatement(EVENTS)) {
      query.setLong(1, after);
      query.setString(2, prefix + "%");
      query.setString(3, other + "%");
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          reader.accept(event(rows));
        }
      }
    } catch (SQLException | IOException e) {
      throw database.unreadable(e);
    }
  }

  private static StoredEvent event(ResultSet rows) throws SQLException, IOException {
    JsonNode payload = StateJson.MAPPER.readTree(rows.getBytes(5));
    return new StoredEvent(
        rows.getLong(1), rows.getString(2), rows.getLong(3), type(rows.getString(4)), payload);
  }

  /** {@code dev.maxdiff.Outer$Inner#2} is an {@code Inner}. */
  private static String type(String manifest) {
    int version = manifest.indexOf('#');
    String name = version < 0 ? manifest : manifest.substring(0, version);
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }
}

package dev.maxdiff.state.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.maxdiff.state.StateJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads the tables of Akka's plugin by plain JDBC; every read has its own connection. */
final class H2JournalReader implements JournalReader {

  private static final String EVENTS =
      """
      SELECT "ordering", "persistence_id", "sequence_number", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "deleted" = FALSE AND "ordering" > ? AND ("persistence_id" LIKE ? OR "persistence_id" LIKE ?)
      ORDER BY "ordering"
      """;

  private final H2JournalStore store;
  private final StoredNames names;

  H2JournalReader(H2JournalStore store, StoredNames names) {
    this.store = store;
    this.names = requireNonNull(names, "names");
  }

  @Override
  public void events(String prefix, String other, long after, Consumer<StoredEvent> reader) {
    try (Connection connection = store.open();
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
      throw store.unreadable(e);
    }
  }

  /**
   * An unknown name is the caller's decision. Nothing is known of its payload, which stays unread.
   */
  private StoredEvent event(ResultSet rows) throws SQLException, IOException {
    String name = rows.getString(4);
    Class<?> type = names.typeOf(name).orElse(null);
    JsonNode payload = type == null ? MissingNode.getInstance() : payload(rows.getBytes(5));
    return new StoredEvent(
        rows.getLong(1), rows.getString(2), rows.getLong(3), name, type, payload);
  }

  /** Payloads above 32 KiB are compressed; JSON never begins with gzip's magic number. */
  private static JsonNode payload(byte[] stored) throws IOException {
    boolean compressed =
        stored.length > 1
            && (stored[0] & 0xff | (stored[1] & 0xff) << 8) == GZIPInputStream.GZIP_MAGIC;
    if (!compressed) {
      return StateJson.MAPPER.readTree(stored);
    }
    try (InputStream json = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      return StateJson.MAPPER.readTree(json);
    }
  }
}

package dev.maxdiff.state.journal;

import com.typesafe.config.Config;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.RootCause;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * The H2 file {@code journal.mv.db} with {@code journal.json} beside it.
 *
 * <p>{@code WRITE_DELAY=0} hands every commit to the operating system before it is acknowledged, so
 * {@code kill -9} loses nothing.
 */
final class H2JournalStore implements JournalStore {

  private static final String SCHEMA = "/schema/h2/h2-create-schema.sql";
  private static final String OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  /**
   * Skips the compaction at a close, which takes up to 200 ms; {@link #prepare} compacts once per
   * start.
   */
  private static final String NO_COMPACTION = ";MAX_COMPACT_TIME=0";

  /** A journal that has vanished while the runtime runs is not made anew at the next connection. */
  private static final String MADE_BEFORE = ";IFEXISTS=TRUE";

  private static final int IN_USE = 90020;

  /** A run of deletions ends before the first row that is to stay, or before the last row. */
  private static final String DELETE =
      """
      DELETE FROM "event_journal" WHERE "persistence_id" = ? AND "sequence_number" < (
        SELECT COALESCE(
          MIN(CASE WHEN "sequence_number" > ? OR "write_timestamp" >= ? THEN "sequence_number" END),
          MAX("sequence_number"))
        FROM "event_journal" WHERE "persistence_id" = ?)
      """;

  private final StateDirectory directory;
  private final StateSettings settings;
  private final Path file;
  private final String url;

  private H2JournalStore(StateDirectory directory, StateSettings settings) {
    this.directory = directory;
    this.settings = settings;
    this.file = directory.file(H2JournalVersion.JOURNAL);
    this.url =
        "jdbc:h2:" + scheme(settings.durability()) + ":" + directory.file("journal") + OPTIONS;
  }

  static H2JournalStore of(StateDirectory directory, StateSettings settings) {
    return new H2JournalStore(directory, settings);
  }

  private static String scheme(StateSettings.Durability durability) {
    if (durability == StateSettings.Durability.POWER_LOSS) {
      H2SyncedFilePath.register();
      return H2SyncedFilePath.SCHEME;
    }
    H2FilePath.register();
    return H2FilePath.SCHEME;
  }

  @Override
  public boolean exists() {
    return Files.exists(file);
  }

  @Override
  public Optional<Instant> madeAt() {
    return H2JournalVersion.read(directory).map(H2JournalVersion::madeAt);
  }

  @Override
  public void requireReadable() {
    H2JournalVersion.read(directory);
  }

  @Override
  public void prepare() {
    Optional<H2JournalVersion> before = H2JournalVersion.read(directory);
    if (before.isPresent() && !exists()) {
      throw new StateException(file + ": missing, though it was made before (" + advice() + ")");
    }
    try (Connection connection = open(url)) {
      if (!hasTables(connection)) {
        if (before.isPresent()) {
          throw new StateException(file + ": has lost its tables (" + advice() + ")");
        }
        create(connection);
      }
      readSnapshots(connection);
    } catch (SQLException | IOException e) {
      throw unreadable(e);
    }
    H2JournalVersion now =
        before
            .map(H2JournalVersion::opened)
            .orElseGet(() -> H2JournalVersion.ofThisProgram(Instant.now()));
    if (!before.equals(Optional.of(now))) {
      now.write(directory);
    }
  }

  @Override
  public Config pluginConfig() {
    return H2PluginConfig.of(url + NO_COMPACTION + MADE_BEFORE, settings);
  }

  @Override
  public JournalReader reader(StoredNames names) {
    return new H2JournalReader(this, names);
  }

  @Override
  public int deleteEvents(String persistenceId, long upTo, Instant before) {
    try (Connection connection = open();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setString(1, persistenceId);
      delete.setLong(2, upTo);
      delete.setLong(3, before.toEpochMilli());
      delete.setString(4, persistenceId);
      return delete.executeUpdate();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** H2 opens a truncated file in the state of an earlier write. */
  @Override
  public StateException lostEvents(String proof) {
    return new StateException(file + ": has lost events: " + proof + " (" + advice() + ")");
  }

  /**
   * Opens a connection outside of the pool. The journal must be open in this JVM or in no process.
   *
   * @throws StateException when the journal is of a newer format or open in another process
   */
  Connection open() throws SQLException {
    requireReadable();
    return open(url + NO_COMPACTION);
  }

  private Connection open(String url) throws SQLException {
    try {
      return DriverManager.getConnection(url);
    } catch (SQLException e) {
      if (e.getErrorCode() == IN_USE) {
        throw new OwnedElsewhereException("journal " + file + " is in use by another process");
      }
      throw e;
    }
  }

  private static boolean hasTables(Connection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, null, "event_journal", null)) {
      return tables.next();
    }
  }

  private static void create(Connection connection) throws SQLException, IOException {
    try (InputStream script = H2JournalStore.class.getResourceAsStream(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads every snapshot, so that a damaged one fails the start: its actor would only repeat the
   * recovery.
   */
  private static void readSnapshots(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT MAX(LENGTH(\"snapshot_payload\")) FROM \"snapshot\"");
    }
  }

  /** Returns the refusal of a journal that opens but cannot be read. */
  StateException unreadable(Exception e) {
    return H2JournalVersion.read(directory)
        .filter(H2JournalVersion::hasNewerH2)
        .map(version -> new StateException(version.unreadable(file, e), e))
        .orElseGet(
            () ->
                new StateException(file + ": " + RootCause.message(e) + " (" + advice() + ")", e));
  }

  private String advice() {
    return "restore it from a backup, or, to begin without any wish, move "
        + directory.folder()
        + " away after checking the open orders at the broker";
  }
}

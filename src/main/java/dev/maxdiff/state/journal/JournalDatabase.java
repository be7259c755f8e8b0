package dev.maxdiff.state.journal;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * The H2 file that holds a venue's journal.
 *
 * <p>{@code WRITE_DELAY=0} hands every commit to the operating system before it is acknowledged, so
 * {@code kill -9} loses nothing. A damaged or missing journal is never replaced by an empty one:
 * the start fails, and the message gives the remedy.
 */
public final class JournalDatabase {

  private static final String SCHEMA = "/schema/h2/h2-create-schema.sql";
  private static final String OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  /**
   * Skips the compaction at a close, which takes up to 200 ms; {@link #prepare} compacts once per
   * start.
   */
  private static final String NO_COMPACTION = ";MAX_COMPACT_TIME=0";

  private static final int IN_USE = 90020;

  private final StateDirectory directory;
  private final String url;

  private JournalDatabase(StateDirectory directory, String url) {
    this.directory = directory;
    this.url = url;
  }

  /** Names the database of a directory; opens nothing. */
  public static JournalDatabase of(StateDirectory directory, StateSettings settings) {
    Path path = directory.file("journal");
    return new JournalDatabase(
        directory, "jdbc:h2:" + scheme(settings.durability()) + ":" + path + OPTIONS);
  }

  private static String scheme(StateSettings.Durability durability) {
    if (durability == StateSettings.Durability.POWER_LOSS) {
      SyncedFilePath.register();
      return SyncedFilePath.SCHEME;
    }
    JournalFilePath.register();
    return JournalFilePath.SCHEME;
  }

  /** Returns the URL for the connection pool. */
  String url() {
    return url + NO_COMPACTION;
  }

  /**
   * Creates the tables the first time and writes this program's format to {@code journal.json}, so
   * that an older program refuses the journal.
   *
   * @throws StateException when the journal is of a newer format, missing, damaged or in use
   */
  public void prepare() {
    Path file = directory.file("journal.mv.db");
    Optional<JournalVersion> before = JournalVersion.read(directory);
    if (before.isPresent() && !Files.exists(file)) {
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
    JournalVersion now =
        before
            .map(JournalVersion::opened)
            .orElseGet(() -> JournalVersion.ofThisProgram(Instant.now()));
    if (!before.equals(Optional.of(now))) {
      now.write(directory);
    }
  }

  /**
   * Reads the format in {@code journal.json}; opens no database.
   *
   * @throws StateException when the journal is of a newer format or {@code journal.json} is damaged
   */
  public void requireReadable() {
    JournalVersion.read(directory);
  }

  /** Returns the creation time of the journal; empty before the first {@link #prepare}. */
  public Optional<Instant> madeAt() {
    return JournalVersion.read(directory).map(JournalVersion::madeAt);
  }

  /**
   * Returns the refusal of a journal that has lost events: H2 opens a truncated file in the state
   * of an earlier write.
   *
   * @param proof a record that was written after a lost event
   */
  public StateException lostEvents(String proof) {
    return new StateException(
        directory.file("journal.mv.db") + ": has lost events: " + proof + " (" + advice() + ")");
  }

  /** Returns whether the database file exists. */
  public boolean exists() {
    return Files.exists(directory.file("journal.mv.db"));
  }

  /**
   * Opens a connection outside of the pool. The journal must be open in this JVM or in no process.
   *
   * @throws StateException when the journal is of a newer format or open in another process
   */
  Connection open() throws SQLException {
    requireReadable();
    return open(url());
  }

  private Connection open(String url) throws SQLException {
    try {
      return DriverManager.getConnection(url);
    } catch (SQLException e) {
      if (e.getErrorCode() == IN_USE) {
        throw new OwnedElsewhereException(
            "journal " + directory.file("journal.mv.db") + " is in use by another process");
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
    try (InputStream script = JournalDatabase.class.getResourceAsStream(SCHEMA);
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
    Path file = directory.file("journal.mv.db");
    return JournalVersion.read(directory)
        .filter(JournalVersion::hasNewerH2)
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

package dev.maxdiff.state;

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

/**
 * The H2 file that holds a venue's journal.
 *
 * <p>{@code WRITE_DELAY=0} hands every commit to the operating system before it is acknowledged, so
 * {@code kill -9} loses nothing. A journal that is damaged or has vanished is never replaced by an
 * empty one: the start is refused, and says what to do.
 */
public final class JournalDatabase {

  /** Written when the journal was made: its absence then is a loss, not a first start. */
  private static final String MADE = "journal.json";

  private static final String SCHEMA = "/schema/h2/h2-create-schema.sql";
  private static final String OPTIONS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  private static final int IN_USE = 90020;

  private final StateDirectory directory;
  private final String url;

  private JournalDatabase(StateDirectory directory, String url) {
    this.directory = directory;
    this.url = url;
  }

  private record Made(Instant madeAt) {}

  /** Names the database of a directory; opens nothing. */
  public static JournalDatabase of(StateDirectory directory, StateSettings settings) {
    Path path = directory.file("journal");
    if (settings.durability() == StateSettings.Durability.POWER_LOSS) {
      SyncedFilePath.register();
      return new JournalDatabase(
          directory, "jdbc:h2:" + SyncedFilePath.SCHEME + ":" + path + OPTIONS);
    }
    return new JournalDatabase(directory, "jdbc:h2:file:" + path + OPTIONS);
  }

  /** What a connection pool opens. */
  String url() {
    return url;
  }

  /** Makes the tables the first time, and refuses a journal that cannot be read. */
  public void prepare() {
    Path file = directory.file("journal.mv.db");
    boolean madeBefore = StateJson.read(directory.file(MADE), Made.class).isPresent();
    if (madeBefore && !Files.exists(file)) {
      throw new StateException(file + ": missing, though it was made before (" + advice() + ")");
    }
    try (Connection connection = open()) {
      if (!hasTables(connection)) {
        if (madeBefore) {
          throw new StateException(file + ": has lost its tables (" + advice() + ")");
        }
        create(connection);
      }
    } catch (SQLException | IOException e) {
      throw new StateException(file + ": " + firstLine(e) + " (" + advice() + ")", e);
    }
    if (!madeBefore) {
      StateJson.write(directory.file(MADE), new Made(Instant.now()));
    }
  }

  /** Whether there is a journal to read. */
  public boolean exists() {
    return Files.exists(directory.file("journal.mv.db"));
  }

  /** A connection of its own; in the JVM of the running journal, or while nobody has it open. */
  Connection open() throws SQLException {
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

  private String advice() {
    return "restore it from a backup, or, to begin without any wish, move "
        + directory.folder()
        + " away after checking the open orders at the broker";
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}

package dev.maxdiff.state.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.state.RootCause;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.Driver;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slick.jdbc.JdbcDataSource;

/** H2 on a disk that is full for a while. */
class H2PoolTest {

  @TempDir Path root;

  @Test
  void p6ADatabaseThatClosedItselfIsOpenedAnewWithAllThatWasCommitted() throws Exception {
    AtomicBoolean full = FullWhen.register();
    try (JdbcDataSource pool = pool()) {
      insert(pool, "CREATE TABLE wishes (id INT)");
      insert(pool, "INSERT INTO wishes VALUES (1)");
      try (Connection idle = pool.createConnection()) {
        assertThat(idle.isClosed()).isFalse(); // so that the pool has two
        insert(pool, "INSERT INTO wishes VALUES (2)");
      }

      full.set(true);
      // no pause in between: the pool itself would test no connection
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> insert(pool, "INSERT INTO wishes VALUES (3)"))
            .satisfies(e -> assertThat(RootCause.message(e)).isEqualTo(FullWhen.WORDS));
      }
      full.set(false);

      insert(pool, "INSERT INTO wishes VALUES (4)");
      assertThat(ids(pool)).isEqualTo("1 2 4");
    }
  }

  /**
   * H2 decrements its transaction count twice in a failed rollback: the session's next statement
   * spins.
   */
  @Test
  void p6ARollbackOnAFullDiskHoldsNothingUp() throws Exception {
    AtomicBoolean full = FullWhen.register();
    try (JdbcDataSource pool = pool()) {
      insert(pool, "CREATE TABLE wishes (id INT)");
      try (Connection unsaved = pool.createConnection();
          Connection first = pool.createConnection();
          Connection second = pool.createConnection()) {
        begin(unsaved, "INSERT INTO wishes VALUES (1)");
        begin(first, "SELECT * FROM wishes");
        begin(second, "SELECT * FROM wishes");
        full.set(true);

        assertThatThrownBy(unsaved::commit).isInstanceOf(SQLException.class);
        for (Connection connection : List.of(unsaved, first, second)) {
          assertTimeoutPreemptively(Duration.ofSeconds(60), () -> rollBack(connection));
        }
        full.set(false);
      }

      insert(pool, "INSERT INTO wishes VALUES (2)");
      assertThat(ids(pool)).isEqualTo("2");
    }
  }

  @Test
  void p6AConnectionThatCouldNotCommitIsClosedAndNotUsedAgain() throws Exception {
    AtomicBoolean full = FullWhen.register();
    try (JdbcDataSource pool = pool()) {
      insert(pool, "CREATE TABLE wishes (id INT)");
      try (Connection connection = pool.createConnection()) {
        begin(connection, "INSERT INTO wishes VALUES (1)");
        full.set(true);
        assertThatThrownBy(connection::commit)
            .satisfies(e -> assertThat(RootCause.message(e)).isEqualTo(FullWhen.WORDS));
        connection.setAutoCommit(true); // as Slick does; sends no statement to H2
        full.set(false);
      }

      insert(pool, "INSERT INTO wishes VALUES (2)");
      assertThat(ids(pool)).isEqualTo("2");
    }
  }

  @Test
  void rolledBackRowsAreMissing() throws Exception {
    FullWhen.register();
    try (JdbcDataSource pool = pool()) {
      insert(pool, "CREATE TABLE wishes (id INT)");
      try (Connection connection = pool.createConnection()) {
        begin(connection, "INSERT INTO wishes VALUES (1)");
        rollBack(connection);
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      }
      try (Connection connection = pool.createConnection()) {
        begin(connection, "INSERT INTO wishes VALUES (2)");
        connection.commit();
        connection.setAutoCommit(true);
      }
      assertThat(ids(pool)).isEqualTo("2");
    }
  }

  private static void begin(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As Slick does. */
  private static void rollBack(Connection connection) {
    try {
      try {
        connection.rollback();
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      assertThat(RootCause.message(e)).isEqualTo(FullWhen.WORDS);
    }
  }

  private JdbcDataSource pool() {
    H2FilePath.register();
    String file = H2FilePath.SCHEME + ":" + FullWhen.SCHEME + ":" + root.resolve("journal");
    String url = "jdbc:h2:" + file + ";WRITE_DELAY=0";
    return H2Pool.MODULE$.forConfig(
        ConfigFactory.parseString(
            "url = \"" + url + "\", connectionTimeout = 5000, maxConnections = 4, numThreads = 4"),
        new Driver(),
        "journal",
        getClass().getClassLoader());
  }

  private static void insert(JdbcDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.createConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ids(JdbcDataSource pool) throws SQLException {
    try (Connection connection = pool.createConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT LISTAGG(id, ' ') WITHIN GROUP (ORDER BY id) FROM wishes")) {
      row.next();
      return row.getString(1);
    }
  }

  /** Files that cannot be written while a switch is on. H2 makes instances by reflection. */
  public static final class FullWhen extends FilePathWrapper {

    static final String SCHEME = "maxdifffull";
    static final String WORDS = "No space left on device";
    private static final AtomicBoolean FULL = new AtomicBoolean();

    /** Ends the full disk of an earlier test. */
    static AtomicBoolean register() {
      FilePath.register(new FullWhen());
      FULL.set(false);
      return FULL;
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
      return new Disk(getBase().open(mode));
    }
  }

  private static final class Disk extends H2ForwardingFile {

    Disk(FileChannel file) {
      super(file);
    }

    private static void require() throws IOException {
      if (FullWhen.FULL.get()) {
        throw new IOException(FullWhen.WORDS);
      }
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      require();
      return super.write(bytes, position);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      require();
      return super.write(bytes);
    }
  }
}

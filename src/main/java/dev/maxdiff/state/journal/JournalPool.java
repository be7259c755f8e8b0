package dev.maxdiff.state.journal;

import com.typesafe.config.Config;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import scala.Option;
import slick.jdbc.JdbcDataSource;
import slick.jdbc.JdbcDataSourceFactory;
import slick.jdbc.hikaricp.HikariCPJdbcDataSource;
import slick.jdbc.hikaricp.HikariCPJdbcDataSource$;

/**
 * Slick's pool, but a connection to a database that has closed itself is never handed out, and one
 * that could not commit or had to roll back is never taken back.
 *
 * <p>After a write that failed, because the disk is full, H2 refuses everything until its last
 * connection is closed, and then opens its file anew with all that was committed. The pool alone
 * tests a connection only after it has been idle, which it never is while everybody tries again.
 *
 * <p>Public, with a field of that name, because Slick finds the factory by reflection.
 */
public final class JournalPool implements JdbcDataSource {

  /** What Slick asks for the pool. */
  public static final JdbcDataSourceFactory MODULE$ = JournalPool::open;

  private final HikariCPJdbcDataSource pool;

  private JournalPool(HikariCPJdbcDataSource pool) {
    this.pool = pool;
  }

  private static JdbcDataSource open(
      Config config, Driver driver, String name, ClassLoader loader) {
    return new JournalPool(HikariCPJdbcDataSource$.MODULE$.forConfig(config, driver, name, loader));
  }

  /** Ends with the pool's own time-out when no database opens. */
  @Override
  public Connection createConnection() {
    Connection connection = pool.createConnection();
    while (!isUsable(connection)) {
      pool.ds().evictConnection(connection);
      connection = pool.createConnection();
    }
    return JournalConnection.of(pool.ds(), connection);
  }

  private static boolean isUsable(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  @Override
  public Option<Object> maxConnections() {
    return pool.maxConnections();
  }
}

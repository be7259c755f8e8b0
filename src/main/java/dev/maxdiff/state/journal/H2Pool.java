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
 * Slick's pool with two additions: it never returns a connection to a database that has closed
 * itself, and it discards a connection after a failed commit or a rollback.
 *
 * <p>After a failed write, for example on a full disk, H2 refuses every statement until its last
 * connection closes. Then it reopens the file with all committed data. HikariCP itself tests idle
 * connections only, and during the retries of the actors no connection is idle.
 *
 * <p>Public, with a field of that name, because Slick finds the factory by reflection.
 */
public final class H2Pool implements JdbcDataSource {

  /** The factory that Slick reads. */
  public static final JdbcDataSourceFactory MODULE$ = H2Pool::open;

  private final HikariCPJdbcDataSource pool;

  private H2Pool(HikariCPJdbcDataSource pool) {
    this.pool = pool;
  }

  private static JdbcDataSource open(
      Config config, Driver driver, String name, ClassLoader loader) {
    return new H2Pool(HikariCPJdbcDataSource$.MODULE$.forConfig(config, driver, name, loader));
  }

  /**
   * Returns a usable connection. Fails with the pool's time-out when the database does not open.
   */
  @Override
  public Connection createConnection() {
    Connection connection = pool.createConnection();
    while (!isUsable(connection)) {
      pool.ds().evictConnection(connection);
      connection = pool.createConnection();
    }
    return H2Connection.of(pool.ds(), connection);
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

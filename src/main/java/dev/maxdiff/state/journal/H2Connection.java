package dev.maxdiff.state.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A pooled connection that is discarded by a failed commit and by a rollback: it refuses further
 * statements, and its {@code close} evicts it from the pool.
 *
 * <p>When the disk is full, H2 may decrement its transaction count twice in a failed rollback. Then
 * the next statement of any session spins for ever, and the database never reopens. The close of a
 * connection rolls back too, and decrements once. A failed commit leaves nothing to roll back.
 *
 * <p>Not thread-safe.
 */
final class H2Connection implements InvocationHandler {

  private final HikariDataSource pool;
  private final Connection pooled;
  private boolean discarded;

  private H2Connection(HikariDataSource pool, Connection pooled) {
    this.pool = pool;
    this.pooled = pooled;
  }

  static Connection of(HikariDataSource pool, Connection pooled) {
    return (Connection)
        Proxy.newProxyInstance(
            H2Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new H2Connection(pool, pooled));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (discarded) {
      return afterRelease(method, arguments);
    }
    switch (method.getName()) {
      case "commit":
        return commit(method, arguments);
      case "rollback":
        discarded = true;
        return null;
      default:
        return forward(method, arguments);
    }
  }

  private Object commit(Method method, Object[] arguments) throws Throwable {
    discarded = true; // unless the commit succeeds
    Object result = forward(method, arguments);
    discarded = false;
    return result;
  }

  private Object afterRelease(Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "rollback", "setAutoCommit":
        return null;
      case "close":
        pool.evictConnection(pooled); // the pool's close would roll back first
        return null;
      case "isClosed", "toString":
        return forward(method, arguments);
      default:
        throw new SQLException("the transaction of this connection is over");
    }
  }

  private Object forward(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(pooled, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

package dev.maxdiff.state.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A pool's connection that is given up by a commit that failed and by a rollback: it does nothing
 * more, and is closed, not used again, when it is given back.
 *
 * <p>H2 may count a transaction off twice when it cannot roll back because the disk is full. Then
 * the next statement of any session spins for ever, and its database is never opened anew. To close
 * the connection rolls back as well, and counts once. A commit that failed leaves nothing to roll
 * back.
 *
 * <p>For one thread at a time, as every connection.
 */
final class JournalConnection implements InvocationHandler {

  private final HikariDataSource pool;
  private final Connection pooled;
  private boolean givenUp;

  private JournalConnection(HikariDataSource pool, Connection pooled) {
    this.pool = pool;
    this.pooled = pooled;
  }

  static Connection of(HikariDataSource pool, Connection pooled) {
    return (Connection)
        Proxy.newProxyInstance(
            JournalConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new JournalConnection(pool, pooled));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (givenUp) {
      return afterRelease(method, arguments);
    }
    switch (method.getName()) {
      case "commit":
        return commit(method, arguments);
      case "rollback":
        givenUp = true;
        return null;
      default:
        return forward(method, arguments);
    }
  }

  private Object commit(Method method, Object[] arguments) throws Throwable {
    givenUp = true; // unless it returns
    Object done = forward(method, arguments);
    givenUp = false;
    return done;
  }

  private Object afterRelease(Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "rollback", "setAutoCommit":
        return null;
      case "close":
        pool.evictConnection(pooled); // the pool's own close would roll back first
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

package dev.maxdiff.runtime.context;

import dev.maxdiff.broker.Account;
import dev.maxdiff.control.WatcherService;
import java.nio.file.Path;
import java.util.List;

/**
 * Receives the steps of a start before the first launch. Called on the thread that starts the
 * runtime; an exception fails the start.
 */
public interface StartListener {

  /** Ignores every step. */
  StartListener NONE = new StartListener() {};

  /**
   * The stored session was left: its files have been moved.
   *
   * @param folder the new folder of its files
   */
  default void left(Path folder) {}

  /**
   * The journal has been read and nothing has been launched.
   *
   * @param wishes number of the wishes of an earlier runtime that stand
   */
  default void recovering(int wishes) {}

  /** The broker answered for this account, and every check of the account passed. */
  default void admitted(Account account) {}

  /**
   * Journal, processes, files and broker have been compared. If the broker is down, the comparison
   * follows later, and this method is called again then, on another thread.
   *
   * @param lines one for each difference, with its cause and its action
   */
  default void reconciled(List<String> lines) {}

  /**
   * The wishes of an earlier runtime are recovered. Launches begin after the return of this method.
   *
   * @param watchers a subscription made here misses no launch; other calls may block until the end
   *     of the start
   */
  default void opening(WatcherService watchers) {}
}

package dev.maxdiff.runtime.context;

import dev.maxdiff.broker.Account;
import dev.maxdiff.control.WatcherService;
import java.util.List;

/**
 * Told of the steps of a start while nothing has been launched yet. Called on the thread that
 * starts the runtime; what it throws fails the start.
 */
public interface StartListener {

  /** Nobody listens. */
  StartListener NONE = new StartListener() {};

  /** The broker answers for this account, and nothing speaks against trading it. */
  default void admitted(Account account) {}

  /**
   * Journal, processes, files and broker have been compared; or could not be, and will be later.
   * Then this is called again, from another thread.
   *
   * @param lines one for each difference: its cause, and what is done about it
   */
  default void reconciled(List<String> lines) {}

  /**
   * The wishes of an earlier runtime are taken up again, and watchers may be launched when this has
   * returned.
   *
   * @param watchers who subscribes now misses no launch; other calls may have to wait for the start
   */
  default void opening(WatcherService watchers) {}
}

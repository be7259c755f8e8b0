package dev.maxdiff.embed;

import dev.maxdiff.broker.Account;

/**
 * Told of the steps of a start while nothing has been launched yet. Called on the thread that
 * starts the runtime; what it throws fails the start.
 */
public interface StartListener {

  /** Nobody listens. */
  StartListener NONE = new StartListener() {};

  /** The broker answers for this account, and nothing speaks against trading it. */
  default void admitted(Account account) {}
}

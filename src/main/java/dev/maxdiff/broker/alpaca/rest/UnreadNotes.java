package dev.maxdiff.broker.alpaca.rest;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells of entries of an answer that cannot be read and are skipped (promise P14): each once, with
 * the number of different ones so far. Thread-safe.
 */
public final class UnreadNotes {

  /** A bound for a server that answers with other nonsense each time. */
  private static final int MOST = 1_000;

  private final Consumer<String> listener;
  private final Set<String> told = new HashSet<>();

  /**
   * @param listener gets each line; it must return at once
   */
  public UnreadNotes(Consumer<String> listener) {
    this.listener = listener;
  }

  /** Notes of a program that shows nothing. */
  static UnreadNotes unseen() {
    return new UnreadNotes(line -> {});
  }

  /**
   * @param call the request whose answer has the entry
   * @param what what cannot be read: field, value and expectation
   */
  void skipped(String call, String what) {
    int count;
    synchronized (told) {
      if (told.size() >= MOST || !told.add(call + what)) {
        return;
      }
      count = told.size();
    }
    listener.accept(call + ": not readable: " + what + ", left alone (" + count + " so far)");
  }
}

package dev.maxdiff.state.journal;

import java.util.function.Consumer;

/**
 * Reads the events of a journal without an actor: for the recovery of keys at a start, for {@code
 * history}, and for {@code status} without a runtime. Read-only. Methods block. Thread-safe.
 */
public interface JournalReader {

  /**
   * Passes every event of the persistence ids that begin with {@code prefix} to {@code reader}, in
   * the order of {@link StoredEvent#ordering}; the events of one persistence id are in the order of
   * their writes. An event with an unknown stored name has no type.
   *
   * @param after only events with a higher {@code ordering}; 0 = all
   * @throws dev.maxdiff.state.OwnedElsewhereException when another process has opened the journal
   * @throws dev.maxdiff.state.StateException when the journal cannot be reached or read, or is of a
   *     newer format
   */
  default void events(String prefix, long after, Consumer<StoredEvent> reader) {
    events(prefix, prefix, after, reader);
  }

  /** {@link #events(String, long, Consumer)} of two prefixes in one order. */
  void events(String prefix, String other, long after, Consumer<StoredEvent> reader);
}

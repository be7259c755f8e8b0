package dev.maxdiff.control;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;

/**
 * What became of a wish.
 *
 * @param generation the slot's generation after the wish
 * @param words the order in words, or why not: one line for a person
 */
public record WishAnswer(
    Outcome outcome, WatcherKey key, Slot slot, long generation, String words) {

  public enum Outcome {
    /** Durable; a watcher starts. */
    STARTED,
    /** Durable; the watcher of another price or quantity ends, then this one starts. */
    REPLACED,
    /** Equal but for expiry, poll or force: durable, nothing is restarted. */
    EXTENDED,
    /** Equal: nothing was written, nothing starts. */
    UNCHANGED,
    /** A newer wish overtook it before it was written. */
    SUPERSEDED,
    /** Refused here; nothing was written. */
    DENIED,
    /** The journal failed: whether it was written is not known. Ask again. */
    UNRESOLVED
  }
}

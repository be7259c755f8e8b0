package dev.maxdiff.control;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;

/**
 * The outcome of a wish.
 *
 * @param generation the slot's generation after the wish
 * @param words one line for a person: the order, and the reason of a refusal
 * @param warning one line on the price of a new wish: passed by the market, or far from it; null =
 *     none
 */
public record WishAnswer(
    Outcome outcome, WatcherKey key, Slot slot, long generation, String words, String warning) {

  /** An answer without a warning. */
  public WishAnswer(Outcome outcome, WatcherKey key, Slot slot, long generation, String words) {
    this(outcome, key, slot, generation, words, null);
  }

  public enum Outcome {
    /** Durable; a watcher starts. */
    STARTED,
    /** Durable; the earlier wish's watcher ends, then a watcher for this wish starts. */
    REPLACED,
    /** Durable; expiry, poll or force changed, and the watcher keeps running. */
    EXTENDED,
    /** Equal to the active wish; no event was written. */
    UNCHANGED,
    /** The plan row of the wish is done; no event was written. */
    DONE,
    /** A newer wish replaced it before an event was written. */
    SUPERSEDED,
    /** Refused by the runtime; no event was written. */
    DENIED,
    /** The journal failed; the event may have been written. The client should send it again. */
    UNRESOLVED
  }
}

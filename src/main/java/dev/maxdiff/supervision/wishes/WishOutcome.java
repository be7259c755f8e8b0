package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.Wish;

/**
 * The outcome of a wish.
 *
 * @param generation the slot's generation after the wish; 0 = unknown
 * @param replaced the earlier wish, for {@link Kind#REPLACED}; else null
 * @param reason for {@code DENIED}, {@code DONE}, {@code SUPERSEDED} and {@code UNRESOLVED}; else
 *     null
 */
public record WishOutcome(Kind kind, long generation, Wish replaced, String reason) {

  public enum Kind {
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
    /** Refused; no event was written. */
    DENIED,
    /** The journal failed; the event may have been written. */
    UNRESOLVED
  }

  public static WishOutcome superseded(long generation) {
    return new WishOutcome(
        Kind.SUPERSEDED, generation, null, "superseded by generation " + generation);
  }

  public static WishOutcome unresolved(String reason) {
    return new WishOutcome(Kind.UNRESOLVED, 0, null, reason);
  }
}

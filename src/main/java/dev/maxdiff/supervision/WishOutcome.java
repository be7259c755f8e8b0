package dev.maxdiff.supervision;

import dev.maxdiff.domain.Wish;

/**
 * What became of a wish.
 *
 * @param generation the slot's generation after it; 0 when not known
 * @param replaced the wish that stood before, for {@link Kind#REPLACED}; else null
 * @param reason why not, for {@code DENIED}, {@code SUPERSEDED} and {@code UNRESOLVED}; else null
 */
public record WishOutcome(Kind kind, long generation, Wish replaced, String reason) {

  public enum Kind {
    /** Durable; a watcher starts. */
    STARTED,
    /** Durable; the watcher of the wish before ends, then this one starts. */
    REPLACED,
    /** Durable; only expiry, poll or force changed, nothing is restarted. */
    EXTENDED,
    /** Equal to what is wanted: nothing was written. */
    UNCHANGED,
    /** A newer wish overtook it before it was written. */
    SUPERSEDED,
    /** Nothing was written. */
    DENIED,
    /** The journal failed: it is not known whether it was written. */
    UNRESOLVED
  }

  static WishOutcome superseded(long generation) {
    return new WishOutcome(
        Kind.SUPERSEDED, generation, null, "superseded by generation " + generation);
  }

  static WishOutcome unresolved(String reason) {
    return new WishOutcome(Kind.UNRESOLVED, 0, null, reason);
  }
}

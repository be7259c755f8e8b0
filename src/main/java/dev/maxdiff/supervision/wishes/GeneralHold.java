package dev.maxdiff.supervision.wishes;

import java.time.Instant;

/**
 * The hold of all keys by kill-all, also of keys that are not known yet.
 *
 * @param killAlls the number of holds of all keys so far; a slot that was lifted after the newest
 *     one is not held by it
 * @param since the watchers' time of the hold; null = it is lifted
 */
public record GeneralHold(long killAlls, Instant since) {

  public static final GeneralHold NONE = new GeneralHold(0, null);

  /** Returns the hold after a kill-all; a hold that stands keeps its beginning. */
  public GeneralHold held(Instant at) {
    return new GeneralHold(killAlls + 1, since == null ? at : since);
  }

  public GeneralHold lifted() {
    return new GeneralHold(killAlls, null);
  }
}

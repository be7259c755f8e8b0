package dev.maxdiff.execution;

import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;

/** The authority of a token: one generation of one slot, and its wish. */
record Grant(Wish wish, long generation) {

  SlotId slot() {
    return wish.slotId();
  }

  /** Whether the wish also closes unowned quantity. */
  boolean claimsUnowned() {
    return wish instanceof ExitWish exit && exit.claimUnowned();
  }
}

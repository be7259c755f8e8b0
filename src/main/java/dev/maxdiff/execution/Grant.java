package dev.maxdiff.execution;

import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;

/** What a token stands for: one generation of one slot, and the wish that it carries out. */
record Grant(Wish wish, long generation) {

  SlotId slot() {
    return wish.slotId();
  }

  /** Whether the wish also closes what the broker holds beyond the book. */
  boolean claimsUnowned() {
    return wish instanceof ExitWish exit && exit.claimUnowned();
  }
}

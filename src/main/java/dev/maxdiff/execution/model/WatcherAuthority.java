package dev.maxdiff.execution.model;

import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;

/** The authority of a token: one generation of one slot, and its wish. */
public record WatcherAuthority(Wish wish, long generation) {

  public SlotId slot() {
    return wish.slotId();
  }

  /** Whether the wish also closes unowned quantity. */
  public boolean claimsUnowned() {
    return wish instanceof ExitWish exit && exit.claimUnowned();
  }
}

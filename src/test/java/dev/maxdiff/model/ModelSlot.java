package dev.maxdiff.model;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.watch.child.SimulatedWatcher;

/** The supervisor's state of one slot. */
final class ModelSlot {

  final SlotId slot;

  /** Null before the first wish. */
  Wish wish;

  boolean wanted;
  long generation;

  /** The generation of the wish. */
  long firstGeneration;

  /** Null without a process. */
  SimulatedWatcher watcher;

  /** A cancel of the slot's orders is due or under way. */
  boolean cancelling;

  /** A message to the operator named an order without a confirmed end. */
  boolean listed;

  /** The number of faults at the begin of the poll before the last. */
  int faultsBefore;

  /** The number of faults at the begin of the last poll. */
  int faultsAtPoll;

  ModelSlot(SlotId slot) {
    this.slot = slot;
  }
}

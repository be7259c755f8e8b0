package dev.maxdiff.model;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.watch.child.SimulatedWatcher;

/** What a supervisor knows of one slot. */
final class ModelSlot {

  final SlotId slot;

  /** Null before the first. */
  Wish wish;

  boolean wanted;
  long generation;

  /** Of the wish. */
  long firstGeneration;

  /** Null = no process. */
  SimulatedWatcher watcher;

  /** The orders of the slot are to be cancelled, and nobody has said yet how that went. */
  boolean cancelling;

  /** The operator was told that an order could not be confirmed as ended. */
  boolean listed;

  /** Faults when the poll before the last began, and when the last began. */
  int troublesBefore;

  int troublesAtPoll;

  ModelSlot(SlotId slot) {
    this.slot = slot;
  }
}

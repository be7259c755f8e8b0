package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.orders.StoredIntents;
import java.util.List;
import java.util.Map;

/**
 * The records that a start compares.
 *
 * @param journal every slot that had a wish
 * @param intents the intents of the journal
 * @param cancelsEntries whether the runtime cancels its entry orders when it ends; then an entry
 *     order without a wish is cancelled too
 */
public record ReconciliationFindings(
    Map<SlotId, JournalSlot> journal,
    StoredIntents intents,
    Leftovers leftovers,
    BrokerState broker,
    boolean cancelsEntries) {

  /**
   * The journal's record of one slot.
   *
   * @param generation the newest generation
   * @param wantedSince the generation at which the standing wish was accepted; 0 = no wish stands
   */
  record JournalSlot(long generation, long wantedSince) {
    boolean isWanted() {
      return wantedSince > 0;
    }
  }

  /**
   * Processes and files of an earlier runtime on this machine.
   *
   * @param processes the number of processes that this start has ended
   * @param files the names of watcher files that showed a running watcher
   * @param adopted the installation whose lost state is taken over; empty = none
   */
  public record Leftovers(int processes, List<String> files, String adopted) {
    static final Leftovers NONE = new Leftovers(0, List.of(), "");

    public Leftovers {
      files = List.copyOf(files);
    }
  }
}

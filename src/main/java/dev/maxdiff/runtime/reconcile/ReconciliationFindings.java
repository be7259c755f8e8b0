package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.orders.StoredIntents;
import java.util.List;
import java.util.Map;

/**
 * What a start found in all its records.
 *
 * @param journal every slot that was ever wished
 * @param intents what the journal says of orders
 * @param cancelsEntries whether the runtime cancels its entries when it ends, so that none should
 *     rest that nobody wants
 */
public record ReconciliationFindings(
    Map<SlotId, JournalSlot> journal,
    StoredIntents intents,
    Leftovers leftovers,
    BrokerState broker,
    boolean cancelsEntries) {

  /**
   * What the journal says of one slot.
   *
   * @param generation the newest
   * @param wantedSince the generation under which the wish that stands was accepted; 0 = none
   *     stands
   */
  record JournalSlot(long generation, long wantedSince) {
    boolean isWanted() {
      return wantedSince > 0;
    }
  }

  /**
   * What an earlier runtime left on this machine.
   *
   * @param processes how many of its processes had to be ended
   * @param files watcher files that said a watcher ran
   * @param adopted the installation whose lost state is taken over; empty = none
   */
  public record Leftovers(int processes, List<String> files, String adopted) {
    static final Leftovers NONE = new Leftovers(0, List.of(), "");

    public Leftovers {
      files = List.copyOf(files);
    }
  }
}

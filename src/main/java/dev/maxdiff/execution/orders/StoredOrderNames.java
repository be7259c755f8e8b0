package dev.maxdiff.execution.orders;

import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.state.journal.StoredNames;
import dev.maxdiff.state.journal.StoredNames.Entry;

/** The stored names of the events and states of an order manager. */
public final class StoredOrderNames {

  /** Package of these classes in journals of format 1. */
  private static final String FORMER = "dev.maxdiff.execution.";

  private static final String EVENT = FORMER + "SymbolDesk$";

  public static final StoredNames ALL =
      StoredNames.of(
          new Entry(
              "orders.intent-written",
              EVENT + "IntentWritten",
              OrderJournalEvent.IntentWritten.class),
          new Entry(
              "orders.intent-resolved",
              EVENT + "IntentResolved",
              OrderJournalEvent.IntentResolved.class),
          new Entry("orders.order-ended", EVENT + "OrderEnded", OrderJournalEvent.OrderEnded.class),
          new Entry(
              "orders.order-replaced",
              EVENT + "OrderReplaced",
              OrderJournalEvent.OrderReplaced.class),
          new Entry(
              "orders.slot-released", EVENT + "SlotReleased", OrderJournalEvent.SlotReleased.class),
          new Entry("orders.ledger-corrected", "", OrderJournalEvent.LedgerCorrected.class),
          new Entry("orders.ledger-agreed", "", OrderJournalEvent.LedgerAgreed.class),
          new Entry("orders.state", FORMER + "DeskState", OrderManagerState.class));

  private StoredOrderNames() {}
}

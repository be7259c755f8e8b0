package dev.maxdiff.execution;

import dev.maxdiff.state.StoredNames;
import dev.maxdiff.state.StoredNames.Entry;

/** The stored names of what is persisted of the orders of a symbol. */
public final class StoredOrderNames {

  /** Package of these classes in journals of format 1. */
  private static final String FORMER = "dev.maxdiff.execution.";

  private static final String EVENT = FORMER + "SymbolDesk$";

  public static final StoredNames ALL =
      StoredNames.of(
          new Entry(
              "orders.intent-written", EVENT + "IntentWritten", SymbolDesk.IntentWritten.class),
          new Entry(
              "orders.intent-resolved", EVENT + "IntentResolved", SymbolDesk.IntentResolved.class),
          new Entry("orders.order-ended", EVENT + "OrderEnded", SymbolDesk.OrderEnded.class),
          new Entry(
              "orders.order-replaced", EVENT + "OrderReplaced", SymbolDesk.OrderReplaced.class),
          new Entry("orders.slot-released", EVENT + "SlotReleased", SymbolDesk.SlotReleased.class),
          new Entry("orders.state", FORMER + "DeskState", DeskState.class));

  private StoredOrderNames() {}
}

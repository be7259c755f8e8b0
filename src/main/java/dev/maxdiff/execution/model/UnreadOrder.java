package dev.maxdiff.execution.model;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.domain.SlotId;

/** An order of a slot of this installation that cannot be read. */
public record UnreadOrder(SlotId slot, OpaqueOrder order) {

  /** Returns one line for an operator with the consequence. */
  public String consequence() {
    return words() + "; " + slot.key() + " is frozen: it sends no order until this is read";
  }

  /** Returns one line for an operator. */
  public String words() {
    return order.problem().orElse("not readable: order " + order.description() + " has legs");
  }
}

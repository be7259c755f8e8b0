package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;

/** An open or ended order that a slot of this installation placed. */
public record OwnOrder(SlotId slot, long generation, Order order) {}

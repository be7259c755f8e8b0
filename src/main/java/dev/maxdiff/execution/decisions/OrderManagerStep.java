package dev.maxdiff.execution.decisions;

import java.util.List;

/**
 * A decision of an order manager.
 *
 * @param work the new state
 * @param effects in their order; they are performed at once, except for {@link
 *     OrderManagerEffect.Continue}
 * @param events to write to the journal; no input is handled before they are durable
 */
public record OrderManagerStep(
    OrderManagerWork work, List<OrderManagerEffect> effects, List<OrderJournalEvent> events) {

  public OrderManagerStep {
    effects = List.copyOf(effects);
    events = List.copyOf(events);
  }
}

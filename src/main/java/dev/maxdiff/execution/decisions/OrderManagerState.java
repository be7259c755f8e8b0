package dev.maxdiff.execution.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentResolved;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderEnded;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The journalled state of an order manager.
 *
 * @param numbers last number of an order, by slot
 * @param unresolved intents without a known outcome, by client order id
 * @param working see {@link WorkingOrders}; absent in states of earlier versions
 * @param lapses see {@link WorkingOrders}
 */
public record OrderManagerState(
    Map<String, Long> numbers,
    Map<String, OrderIntent> unresolved,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, WorkingOrders.Working> working,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, WorkingOrders.Lapse> lapses)
    implements JsonSerializable {

  public static final OrderManagerState EMPTY =
      new OrderManagerState(Map.of(), Map.of(), Map.of(), Map.of());

  public OrderManagerState {
    working = working == null ? Map.of() : working;
    lapses = lapses == null ? Map.of() : lapses;
  }

  public long next(SlotId slot, long seen) {
    return Math.max(numbers.getOrDefault(slot.toString(), 0L), seen) + 1;
  }

  public WorkingOrders workingOrders() {
    return new WorkingOrders(working, lapses);
  }

  /** Returns events for the orders that the broker shows as ended; oldest first. */
  public List<OrderJournalEvent> ended(Collection<OwnOrder> seen, Instant now) {
    return List.copyOf(workingOrders().ended(seen, now));
  }

  /**
   * Returns the events for the known outcome of an intent: first the end of the replaced order,
   * then the outcome, then the {@code ReplaceReport}.
   *
   * @param takenAt time of acceptance on the broker's clock; null if unknown or not accepted
   * @param seen our orders of the symbol in the newest snapshot
   */
  public List<OrderJournalEvent> outcome(
      String clientOrderId,
      IntentOutcome outcome,
      Instant takenAt,
      Collection<OwnOrder> seen,
      Instant now) {
    OrderJournalEvent resolved = new IntentResolved(clientOrderId, outcome, now);
    if (outcome != IntentOutcome.ACCEPTED) {
      return List.of(resolved);
    }
    List<OrderJournalEvent> events = new ArrayList<>(ended(seen, now));
    OrderManagerState before = this;
    for (OrderJournalEvent event : events) {
      before = before.on(event);
    }
    events.add(resolved);
    before
        .workingOrders()
        .report(unresolved.get(clientOrderId), takenAt == null ? now : takenAt)
        .ifPresent(report -> events.add(new OrderReplaced(report, now)));
    return List.copyOf(events);
  }

  public OrderManagerState on(OrderJournalEvent event) {
    if (event instanceof IntentWritten written) {
      return written(written.intent());
    } else if (event instanceof IntentResolved resolved) {
      return resolved(resolved);
    } else if (event instanceof OrderEnded ended) {
      return with(workingOrders().ended(ended));
    } else if (event instanceof SlotReleased released) {
      return with(workingOrders().released(released.slot()));
    }
    return this; // OrderReplaced changes no state; it is for the history
  }

  private OrderManagerState written(OrderIntent intent) {
    Map<String, Long> counted = new LinkedHashMap<>(numbers);
    counted.put(intent.slot().toString(), intent.n());
    Map<String, OrderIntent> open = new LinkedHashMap<>(unresolved);
    open.put(intent.clientOrderId(), intent);
    return new OrderManagerState(counted, open, working, lapses);
  }

  private OrderManagerState resolved(IntentResolved event) {
    Map<String, OrderIntent> open = new LinkedHashMap<>(unresolved);
    OrderIntent intent = open.remove(event.clientOrderId());
    WorkingOrders covered =
        intent != null && event.outcome() == IntentOutcome.ACCEPTED
            ? workingOrders().accepted(intent)
            : workingOrders();
    return new OrderManagerState(numbers, open, covered.working(), covered.lapses());
  }

  private OrderManagerState with(WorkingOrders workingOrders) {
    return new OrderManagerState(
        numbers, unresolved, workingOrders.working(), workingOrders.lapses());
  }
}

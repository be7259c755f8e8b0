package dev.maxdiff.execution.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentResolved;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerAgreed;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerCorrected;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderEnded;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
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
 * @param callerIds the ids that watchers have given their newest orders, by client order id
 * @param ledger the corrections of the ledger; absent without any and in states of earlier versions
 */
public record OrderManagerState(
    Map<String, Long> numbers,
    Map<String, OrderIntent> unresolved,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, WorkingOrders.Working> working,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, WorkingOrders.Lapse> lapses,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> callerIds,
    @JsonInclude(JsonInclude.Include.NON_NULL) JournalledLedger ledger)
    implements JsonSerializable {

  /** Most ids of watchers that are kept. */
  private static final int CALLER_IDS = 1000;

  public static final OrderManagerState EMPTY =
      new OrderManagerState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null);

  public OrderManagerState {
    working = working == null ? Map.of() : working;
    lapses = lapses == null ? Map.of() : lapses;
    callerIds = callerIds == null ? Map.of() : callerIds;
  }

  /** Whether this generation has given the id to another order. */
  public boolean isTaken(String callerId, WatcherAuthority authority) {
    return callerIds.entrySet().stream()
        .filter(entry -> entry.getValue().equals(callerId))
        .flatMap(entry -> ClientOrderId.parse(entry.getKey()).stream())
        .anyMatch(
            id -> id.slot().equals(authority.slot()) && id.generation() == authority.generation());
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
   * @param seen our working orders in the newest snapshot
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
    } else if (event instanceof LedgerCorrected corrected) {
      return with(journalled().with(corrected.correction()).counting(corrected.foreign()));
    } else if (event instanceof LedgerAgreed agreed) {
      return with(journalled().counting(agreed.foreign()));
    }
    return this; // OrderReplaced changes no state; it is for the history
  }

  /** Returns the corrections of the ledger and the counted foreign fills. */
  public JournalledLedger journalled() {
    return ledger == null ? JournalledLedger.NONE : ledger;
  }

  private OrderManagerState with(JournalledLedger next) {
    return new OrderManagerState(numbers, unresolved, working, lapses, callerIds, next);
  }

  private OrderManagerState written(OrderIntent intent) {
    Map<String, Long> counted = new LinkedHashMap<>(numbers);
    counted.put(intent.slot().toString(), intent.n());
    Map<String, OrderIntent> open = new LinkedHashMap<>(unresolved);
    open.put(intent.clientOrderId(), intent);
    return new OrderManagerState(counted, open, working, lapses, named(intent), ledger);
  }

  /** The oldest ids are dropped, so that the state of a long past stays small. */
  private Map<String, String> named(OrderIntent intent) {
    if (intent.callerId() == null) {
      return callerIds;
    }
    Map<String, String> named = new LinkedHashMap<>(callerIds);
    named.put(intent.clientOrderId(), intent.callerId());
    Iterator<String> oldest = named.keySet().iterator();
    while (named.size() > CALLER_IDS) {
      oldest.next();
      oldest.remove();
    }
    return Collections.unmodifiableMap(named);
  }

  /** An order that never existed leaves its id free. */
  private Map<String, String> namedAfter(IntentResolved event) {
    if (event.outcome() == IntentOutcome.ACCEPTED
        || !callerIds.containsKey(event.clientOrderId())) {
      return callerIds;
    }
    Map<String, String> left = new LinkedHashMap<>(callerIds);
    left.remove(event.clientOrderId());
    return Collections.unmodifiableMap(left);
  }

  private OrderManagerState resolved(IntentResolved event) {
    Map<String, OrderIntent> open = new LinkedHashMap<>(unresolved);
    OrderIntent intent = open.remove(event.clientOrderId());
    WorkingOrders covered =
        intent != null && event.outcome() == IntentOutcome.ACCEPTED
            ? workingOrders().accepted(intent)
            : workingOrders();
    return new OrderManagerState(
        numbers, open, covered.working(), covered.lapses(), namedAfter(event), ledger);
  }

  private OrderManagerState with(WorkingOrders workingOrders) {
    return new OrderManagerState(
        numbers, unresolved, workingOrders.working(), workingOrders.lapses(), callerIds, ledger);
  }
}

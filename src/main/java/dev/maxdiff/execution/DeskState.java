package dev.maxdiff.execution;

import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.SymbolDesk.IntentResolved;
import dev.maxdiff.execution.SymbolDesk.IntentWritten;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a desk must not forget.
 *
 * @param numbers the last number given to an order, by slot
 * @param unresolved intents whose outcome is not known, by client order id
 */
record DeskState(Map<String, Long> numbers, Map<String, Intent> unresolved)
    implements JsonSerializable {

  static final DeskState EMPTY = new DeskState(Map.of(), Map.of());

  long next(SlotId slot, long seen) {
    return Math.max(numbers.getOrDefault(slot.toString(), 0L), seen) + 1;
  }

  Set<SlotId> unresolvedSlots() {
    Set<SlotId> slots = new LinkedHashSet<>();
    unresolved.values().forEach(intent -> slots.add(intent.slot()));
    return slots;
  }

  DeskState on(IntentWritten event) {
    Intent intent = event.intent();
    Map<String, Long> counted = new LinkedHashMap<>(numbers);
    counted.put(intent.slot().toString(), intent.n());
    Map<String, Intent> open = new LinkedHashMap<>(unresolved);
    open.put(intent.clientOrderId(), intent);
    return new DeskState(counted, open);
  }

  DeskState on(IntentResolved event) {
    Map<String, Intent> open = new LinkedHashMap<>(unresolved);
    open.remove(event.clientOrderId());
    return new DeskState(numbers, open);
  }
}

package dev.maxdiff.control.checks;

import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.supervision.SlotView;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Joins the slots of supervision with the broker's positions and orders. Pure; one pass over each.
 */
public final class ConsistencyRound {

  private final List<SlotView> slots;
  private final Map<Symbol, SymbolPosition> ledger;
  private final Map<SlotId, List<OwnOrder>> orders;
  private final String brokerError;

  /**
   * @param brokerError reason for unknown ledger and orders; null = they are known
   */
  public ConsistencyRound(
      List<SlotView> slots,
      List<SymbolPosition> ledger,
      List<OwnOrder> orders,
      String brokerError) {
    this.slots = List.copyOf(slots);
    this.ledger = new HashMap<>();
    ledger.forEach(line -> this.ledger.put(line.symbol(), line));
    this.orders = orders.stream().collect(Collectors.groupingBy(OwnOrder::slot));
    this.brokerError = brokerError;
  }

  /** Returns a view of each slot with a wish, a process or an open order, sorted. */
  public List<ConsistencyView> views(Function<Symbol, Increments> increments) {
    Map<SlotId, SlotView> checked = new TreeMap<>();
    Map<SlotId, SlotView> states =
        slots.stream().collect(Collectors.toMap(SlotView::slot, state -> state));
    orders.keySet().forEach(slot -> checked.put(slot, states.get(slot)));
    slots.stream()
        .filter(state -> state.wanted() || state.pid() > 0 || state.heldSince() != null)
        .forEach(state -> checked.put(state.slot(), state));
    return checked.entrySet().stream()
        .map(entry -> check(entry.getKey(), entry.getValue(), increments).view())
        .toList();
  }

  /** Returns a finding for each wanted exit, in the order of the slots. */
  public List<ConsistencyFinding> findings(
      Function<Symbol, Increments> increments, ConsistencySettings settings) {
    return slots.stream()
        .filter(state -> state.wanted() && state.slot().slot() == Slot.EXIT)
        .map(state -> check(state.slot(), state, increments).finding(settings))
        .toList();
  }

  private ConsistencyCheck check(
      SlotId slot, SlotView state, Function<Symbol, Increments> increments) {
    return new ConsistencyCheck(
        slot,
        state,
        brokerError == null ? orders.getOrDefault(slot, List.of()) : null,
        coverable(slot, state),
        increments.apply(slot.key().symbol()),
        brokerError);
  }

  private BigDecimal coverable(SlotId slot, SlotView state) {
    SymbolPosition line = ledger.get(slot.key().symbol());
    if (line == null) {
      return BigDecimal.ZERO;
    }
    Wish wish = state == null ? null : state.wish();
    boolean claims = wish instanceof ExitWish exit && exit.claimUnowned();
    return line.owned()
        .getOrDefault(slot.key(), BigDecimal.ZERO)
        .add(claims ? line.unowned() : BigDecimal.ZERO);
  }
}

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
 * Supervision's slots, and what the broker shows of positions and orders, brought together slot by
 * slot. Pure; one pass over each.
 */
public final class ConsistencyRound {

  private final List<SlotView> slots;
  private final Map<Symbol, SymbolPosition> book;
  private final Map<SlotId, List<OwnOrder>> orders;
  private final String brokerError;

  /**
   * @param brokerError why book and orders are not known; null when they are
   */
  public ConsistencyRound(
      List<SlotView> slots, List<SymbolPosition> book, List<OwnOrder> orders, String brokerError) {
    this.slots = List.copyOf(slots);
    this.book = new HashMap<>();
    book.forEach(line -> this.book.put(line.symbol(), line));
    this.orders = orders.stream().collect(Collectors.groupingBy(OwnOrder::slot));
    this.brokerError = brokerError;
  }

  /** One view for every slot that wants, runs or has ordered something, in the order of keys. */
  public List<ConsistencyView> views(Function<Symbol, Increments> increments) {
    Map<SlotId, SlotView> heard = new TreeMap<>();
    Map<SlotId, SlotView> states =
        slots.stream().collect(Collectors.toMap(SlotView::slot, state -> state));
    orders.keySet().forEach(slot -> heard.put(slot, states.get(slot)));
    slots.stream()
        .filter(state -> state.wanted() || state.pid() > 0)
        .forEach(state -> heard.put(state.slot(), state));
    return heard.entrySet().stream()
        .map(entry -> check(entry.getKey(), entry.getValue(), increments).view())
        .toList();
  }

  /** One finding for every exit that is wanted, in the order of the slots. */
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
    SymbolPosition line = book.get(slot.key().symbol());
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

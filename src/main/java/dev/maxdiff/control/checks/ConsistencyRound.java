package dev.maxdiff.control.checks;

import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.execution.model.ExitCoverage;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.supervision.SlotView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Joins the slots of supervision with the broker's positions and orders. Pure; one pass over each.
 */
public final class ConsistencyRound {

  private final List<SlotView> slots;
  private final Map<SlotId, BigDecimal> owners = new TreeMap<>();
  private final Map<Symbol, BigDecimal> unowned = new TreeMap<>();
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
    for (SymbolPosition line : ledger) {
      unowned.put(line.symbol(), line.unowned());
      line.owned().forEach((key, owned) -> owners.put(key.slot(Slot.EXIT), owned));
    }
    this.orders = orders.stream().collect(Collectors.groupingBy(OwnOrder::slot));
    this.brokerError = brokerError;
  }

  /**
   * Returns a view of each slot with a wish, a process, an open order or an uncovered key, sorted.
   *
   * @param naked the exits that have been uncovered for longer than the patience
   */
  public List<ConsistencyView> views(Function<Symbol, ClosingTerms> terms, Set<SlotId> naked) {
    return checks(terms).values().stream()
        .filter(ConsistencyCheck::isShown)
        .map(check -> check.view(naked.contains(check.slot())))
        .toList();
  }

  /** Returns a finding for each wanted exit and each exit of a key that owns something, sorted. */
  public List<ConsistencyFinding> findings(
      Function<Symbol, ClosingTerms> terms, ConsistencySettings settings) {
    return checks(terms).values().stream()
        .filter(check -> check.slot().slot() == Slot.EXIT)
        .filter(check -> check.wanted() || check.notice() != null)
        .map(check -> check.finding(settings))
        .toList();
  }

  /** Returns the check of every known slot and of the exit of every owner. */
  private Map<SlotId, ConsistencyCheck> checks(Function<Symbol, ClosingTerms> terms) {
    Map<SlotId, SlotView> known = new TreeMap<>();
    owners.keySet().forEach(exit -> known.put(exit, null));
    orders.keySet().forEach(slot -> known.put(slot, null));
    slots.forEach(state -> known.put(state.slot(), state));
    Map<Symbol, ClosingTerms> ofSymbols = new TreeMap<>();
    Map<SlotId, ConsistencyCheck> checks = new TreeMap<>();
    known.forEach(
        (slot, state) -> {
          ClosingTerms itsTerms = ofSymbols.computeIfAbsent(slot.key().symbol(), terms);
          checks.put(slot, check(slot, state, itsTerms));
        });
    return checks;
  }

  private ConsistencyCheck check(SlotId slot, SlotView state, ClosingTerms terms) {
    List<OwnOrder> open = brokerError == null ? orders.getOrDefault(slot, List.of()) : null;
    ExitCoverage coverage =
        open == null || slot.slot() != Slot.EXIT
            ? null
            : ExitCoverage.of(slot, coverable(slot, state), open, terms);
    return new ConsistencyCheck(slot, state, open, coverage, terms.increments(), brokerError);
  }

  private BigDecimal coverable(SlotId slot, SlotView state) {
    BigDecimal owned = owners.getOrDefault(slot, BigDecimal.ZERO);
    boolean claims =
        state != null
            && state.wanted()
            && state.wish() instanceof ExitWish exit
            && exit.claimUnowned();
    return claims ? owned.add(unowned.getOrDefault(slot.key().symbol(), BigDecimal.ZERO)) : owned;
  }
}

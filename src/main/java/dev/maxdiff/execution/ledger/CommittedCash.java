package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.util.AbstractMap;
import java.util.Set;
import org.pcollections.TreePMap;

/** The cash that open entry orders bind, by slot, with its sums; quote currency. Immutable. */
public final class CommittedCash extends AbstractMap<SlotId, BigDecimal> {

  /** No cash. */
  public static final CommittedCash NONE =
      new CommittedCash(TreePMap.empty(), TreePMap.empty(), BigDecimal.ZERO);

  private final TreePMap<SlotId, BigDecimal> bySlot;
  private final TreePMap<Symbol, BigDecimal> bySymbol;
  private final BigDecimal total;

  private CommittedCash(
      TreePMap<SlotId, BigDecimal> bySlot,
      TreePMap<Symbol, BigDecimal> bySymbol,
      BigDecimal total) {
    this.bySlot = bySlot;
    this.bySymbol = bySymbol;
    this.total = total;
  }

  /** Returns the cash with that of one slot replaced; zero removes the slot. */
  CommittedCash with(SlotId slot, BigDecimal cash) {
    BigDecimal change = cash.subtract(of(slot));
    Symbol symbol = slot.key().symbol();
    return new CommittedCash(
        cash.signum() == 0 ? bySlot.minus(slot) : bySlot.plus(slot, cash),
        bySymbol.plus(symbol, ofSymbol(symbol).add(change)),
        total.add(change));
  }

  /** Returns the cash with at least this much for the slot. */
  public CommittedCash atLeast(SlotId slot, BigDecimal cash) {
    return with(slot, of(slot).max(cash));
  }

  public BigDecimal of(SlotId slot) {
    return bySlot.getOrDefault(slot, BigDecimal.ZERO);
  }

  private BigDecimal ofSymbol(Symbol symbol) {
    return bySymbol.getOrDefault(symbol, BigDecimal.ZERO);
  }

  /** Returns the cash of all other slots. */
  public BigDecimal beside(SlotId slot) {
    return total.subtract(of(slot));
  }

  /** Returns the cash of all other slots of the slot's symbol. */
  public BigDecimal ofSymbolBeside(SlotId slot) {
    return ofSymbol(slot.key().symbol()).subtract(of(slot));
  }

  @Override
  public BigDecimal get(Object slot) {
    return bySlot.get(slot);
  }

  @Override
  public boolean containsKey(Object slot) {
    return bySlot.containsKey(slot);
  }

  @Override
  public Set<Entry<SlotId, BigDecimal>> entrySet() {
    return bySlot.entrySet();
  }
}

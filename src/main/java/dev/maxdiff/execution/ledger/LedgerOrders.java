package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.math.BigDecimal;
import org.pcollections.TreePMap;

/**
 * The orders of this installation, with what they tell.
 *
 * @param committed by the open entry orders
 * @param changes of the keys
 */
record LedgerOrders(
    OrderIndex index,
    TreePMap<Submission, OwnOrder> all,
    TreePMap<Submission, OwnOrder> open,
    TreePMap<WatcherKey, KeyHistory> histories,
    TreePMap<Symbol, Holdings> holdings,
    TreePMap<Symbol, SymbolOrders> openBySymbol,
    CommittedCash committed,
    KeyChanges changes) {

  /** Returns no orders, at the begin of a sequence of reads. */
  static LedgerOrders none() {
    return new LedgerOrders(
        OrderIndex.EMPTY,
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        TreePMap.empty(),
        CommittedCash.NONE,
        KeyChanges.begin());
  }

  LedgerOrders with(OwnOrder line, CoinFees fees) {
    OwnOrder known = index.order(line.order().id()).orElse(null);
    if (line.equals(known)) {
      return this;
    }
    return (known == null ? this : without(known)).plus(line, fees).committing(line.slot());
  }

  /** Keeps the history of the key where the order has its place: its holdings seldom change. */
  private LedgerOrders without(OwnOrder line) {
    Submission at = Submission.of(line.order());
    SymbolOrders left = openOf(line.order().symbol());
    return new LedgerOrders(
        index,
        all.minus(at),
        open.minus(at),
        histories,
        holdings,
        line.order().isOpen()
            ? openBySymbol.plus(line.order().symbol(), left.minus(line))
            : openBySymbol,
        committed,
        changes);
  }

  private LedgerOrders plus(OwnOrder line, CoinFees fees) {
    Submission at = Submission.of(line.order());
    WatcherKey key = line.slot().key();
    KeyHistory history = history(key, line).plus(line, fees);
    SymbolOrders others = openOf(line.order().symbol());
    boolean isOpen = line.order().isOpen();
    return new LedgerOrders(
        index.plus(line),
        all.plus(at, line),
        isOpen ? open.plus(at, line) : open,
        histories.plus(key, history),
        holdings.plus(key.symbol(), holdingsOf(key.symbol()).with(key, history.holding())),
        isOpen ? openBySymbol.plus(line.order().symbol(), others.plus(line)) : openBySymbol,
        committed,
        changes.plus(key));
  }

  /** Returns the orders with a correction of the key added or changed; zero removes it. */
  LedgerOrders corrected(WatcherKey key, Submission at, BigDecimal change) {
    KeyHistory history = histories.getOrDefault(key, KeyHistory.EMPTY).corrected(at, change);
    return new LedgerOrders(
        index,
        all,
        open,
        histories.plus(key, history),
        holdings.plus(key.symbol(), holdingsOf(key.symbol()).with(key, history.holding())),
        openBySymbol,
        committed,
        changes.plus(key));
  }

  /** Returns the history of the key without an earlier place of the order. */
  private KeyHistory history(WatcherKey key, OwnOrder line) {
    KeyHistory history = histories.getOrDefault(key, KeyHistory.EMPTY);
    OwnOrder known = index.order(line.order().id()).orElse(null);
    boolean hasMoved =
        known != null && !Submission.of(known.order()).equals(Submission.of(line.order()));
    return hasMoved ? history.minus(known) : history;
  }

  private LedgerOrders committing(SlotId slot) {
    if (slot.slot() != Slot.ENTRY) {
      return this;
    }
    BigDecimal cash =
        openOf(slot.key().symbol()).of(slot).values().stream()
            .filter(line -> line.order().limitPrice() != null)
            .map(line -> line.order().remaining().multiply(line.order().limitPrice()))
            .reduce(BigDecimal.ZERO, BigDecimal::max);
    return new LedgerOrders(
        index, all, open, histories, holdings, openBySymbol, committed.with(slot, cash), changes);
  }

  Holdings holdingsOf(Symbol symbol) {
    return holdings.getOrDefault(symbol, Holdings.NONE);
  }

  SymbolOrders openOf(Symbol symbol) {
    return openBySymbol.getOrDefault(symbol, SymbolOrders.NONE);
  }
}

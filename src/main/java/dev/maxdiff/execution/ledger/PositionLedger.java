package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The position ledger: splits the broker's net positions among the keys (promise P12).
 *
 * <p>It is computed from the positions, from the orders that carry our client order ids, and from
 * the set of orders that rested. A key owns its filled entries less its filled exits, in the order
 * of submission. The result is never negative: an exit that also closed unowned quantity leaves no
 * debt.
 */
public final class PositionLedger {

  private static final Comparator<OwnOrder> BY_SUBMISSION =
      Comparator.comparing(
              (OwnOrder own) -> own.order().submittedAt(),
              Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
          .thenComparing(own -> own.order().id());

  private final CoinFees cryptoFees;
  private final Map<Symbol, Position> positions = new HashMap<>();
  private final Map<WatcherKey, KeyHolding> holdings = new LinkedHashMap<>();
  private final List<OwnOrder> own;
  private final List<OwnOrder> open;
  private final List<Order> foreign;

  private PositionLedger(
      CoinFees cryptoFees,
      List<Position> positions,
      List<OwnOrder> own,
      List<Order> foreign,
      Set<String> rested) {
    this.cryptoFees = cryptoFees;
    this.own = own;
    this.open = own.stream().filter(line -> line.order().isOpen()).toList();
    this.foreign = foreign;
    positions.forEach(position -> this.positions.put(position.symbol(), position));
    own.forEach(
        line -> {
          WatcherKey key = line.slot().key();
          KeyHolding before = holdings.getOrDefault(key, KeyHolding.FLAT);
          CoinFees fees = coinFees(key.symbol());
          boolean hasRested = rested.contains(line.order().id());
          holdings.put(key, before.after(line, hasRested ? fees.rested() : fees));
        });
  }

  /**
   * Computes the ledger.
   *
   * @param cryptoFees fees that the broker takes in coin on a crypto buy
   * @param own every order of this installation, in any state
   * @param foreign open orders of any other origin
   * @param rested broker ids of our orders that are known to have rested before their first fill
   */
  public static PositionLedger of(
      CoinFees cryptoFees,
      List<Position> positions,
      Collection<OwnOrder> own,
      List<Order> foreign,
      Set<String> rested) {
    return new PositionLedger(
        cryptoFees,
        positions,
        own.stream().sorted(BY_SUBMISSION).toList(),
        List.copyOf(foreign),
        rested);
  }

  public SymbolLedger symbolLedger(Symbol symbol) {
    Map<WatcherKey, KeyHolding> ofSymbol = new LinkedHashMap<>();
    holdings.forEach(
        (key, holding) -> {
          if (key.symbol().equals(symbol)) {
            ofSymbol.put(key, holding);
          }
        });
    return SymbolLedger.of(
        symbol,
        Optional.ofNullable(positions.get(symbol)),
        ofSymbol,
        open.stream().filter(line -> line.order().symbol().equals(symbol)).toList(),
        foreign.stream().filter(order -> order.symbol().equals(symbol)).toList());
  }

  /** Returns the symbols with a position, an owner or an open order. */
  public Set<Symbol> symbols() {
    Set<Symbol> symbols = new TreeSet<>(positions.keySet());
    holdings.forEach(
        (key, holding) -> {
          if (holding.owned().signum() > 0) {
            symbols.add(key.symbol());
          }
        });
    open().forEach(line -> symbols.add(line.order().symbol()));
    foreign.forEach(order -> symbols.add(order.symbol()));
    return symbols;
  }

  /** Returns every order of this installation, oldest submission first. */
  public List<OwnOrder> own() {
    return own;
  }

  /** Returns the open orders of this installation. */
  public List<OwnOrder> open() {
    return open;
  }

  /** Returns the open orders of any other origin. */
  public List<Order> foreign() {
    return foreign;
  }

  public Collection<Position> positions() {
    return positions.values();
  }

  /** Returns the quantity that the key owns by its fills, without corrections for fees or drift. */
  public BigDecimal filled(WatcherKey key) {
    return holdings.getOrDefault(key, KeyHolding.FLAT).owned();
  }

  private CoinFees coinFees(Symbol symbol) {
    return symbol.isCrypto() ? cryptoFees : CoinFees.NONE;
  }
}

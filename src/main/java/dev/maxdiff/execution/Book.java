package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
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
 * Splits the broker's net positions among the keys (promise P12).
 *
 * <p>It is a function of what the broker says: positions, and the orders that carry our client
 * order ids; and of which of these it has shown waiting. A key owns its filled entries less its
 * filled exits, in the order of submission and never less than nothing, so that an exit which also
 * closed unowned quantity leaves no debt.
 */
final class Book {

  private static final Comparator<OwnOrder> BY_SUBMISSION =
      Comparator.comparing(
              (OwnOrder own) -> own.order().submittedAt(),
              Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
          .thenComparing(own -> own.order().id());

  private final CoinFees cryptoFees;
  private final Map<Symbol, Position> positions = new HashMap<>();
  private final Map<WatcherKey, Holding> holdings = new LinkedHashMap<>();
  private final List<OwnOrder> own;
  private final List<OwnOrder> open;
  private final List<Order> foreign;

  private Book(
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
          Holding before = holdings.getOrDefault(key, Holding.FLAT);
          CoinFees fees = coinFees(key.symbol());
          boolean hasRested = rested.contains(line.order().id());
          holdings.put(key, before.after(line, hasRested ? fees.rested() : fees));
        });
  }

  /**
   * @param cryptoFees the usual fees that are taken in coin on a crypto buy
   * @param own every order of this installation, in any state
   * @param foreign open orders of everybody else
   * @param rested the broker's ids of orders of ours that are known to have waited ({@link
   *     RestedOrders})
   */
  static Book of(
      CoinFees cryptoFees,
      List<Position> positions,
      Collection<OwnOrder> own,
      List<Order> foreign,
      Set<String> rested) {
    return new Book(
        cryptoFees,
        positions,
        own.stream().sorted(BY_SUBMISSION).toList(),
        List.copyOf(foreign),
        rested);
  }

  BookEntry entry(Symbol symbol) {
    Map<WatcherKey, Holding> ofSymbol = new LinkedHashMap<>();
    holdings.forEach(
        (key, holding) -> {
          if (key.symbol().equals(symbol)) {
            ofSymbol.put(key, holding);
          }
        });
    return BookEntry.of(
        symbol,
        Optional.ofNullable(positions.get(symbol)),
        ofSymbol,
        open.stream().filter(line -> line.order().symbol().equals(symbol)).toList(),
        foreign.stream().filter(order -> order.symbol().equals(symbol)).toList());
  }

  /** Symbols with a position, an owner or an open order. */
  Set<Symbol> symbols() {
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

  /** Every order of ours, oldest submission first. */
  List<OwnOrder> own() {
    return own;
  }

  /** Open orders of ours. */
  List<OwnOrder> open() {
    return open;
  }

  /** Open orders of others. */
  List<Order> foreign() {
    return foreign;
  }

  Collection<Position> positions() {
    return positions.values();
  }

  /** What the key owns by its fills, before any reconciliation. */
  BigDecimal filled(WatcherKey key) {
    return holdings.getOrDefault(key, Holding.FLAT).owned();
  }

  private CoinFees coinFees(Symbol symbol) {
    return symbol.isCrypto() ? cryptoFees : CoinFees.NONE;
  }
}

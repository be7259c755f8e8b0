package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import dev.maxdiff.execution.model.UnreadItems;
import dev.maxdiff.execution.model.UnreadOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The position ledger: splits the broker's net positions among the keys (promise P12).
 *
 * <p>It is computed from the positions, from the orders that carry our client order ids, and from
 * the set of orders that rested. A key owns its filled entries less its filled exits, in the order
 * of submission. The result is never negative: an exit that also closed unowned quantity leaves no
 * debt.
 *
 * <p>Immutable and persistent: the ledger after a read shares with the one before all that has not
 * changed, so the cost of an order depends neither on past orders nor on those of other keys.
 */
public final class PositionLedger {

  private final CoinFees cryptoFees;
  private final Map<Symbol, Position> positions;
  private final List<Order> foreign;
  private final Map<Symbol, List<Order>> foreignBySymbol;
  private final LedgerOrders own;
  private final ForeignFills foreignFills;
  private final LedgerCorrections corrections;
  private final UnreadItems unread;

  private PositionLedger(
      CoinFees cryptoFees,
      Map<Symbol, Position> positions,
      List<Order> foreign,
      Map<Symbol, List<Order>> foreignBySymbol,
      LedgerOrders own,
      ForeignFills foreignFills,
      LedgerCorrections corrections,
      UnreadItems unread) {
    this.cryptoFees = cryptoFees;
    this.positions = positions;
    this.foreign = foreign;
    this.foreignBySymbol = foreignBySymbol;
    this.own = own;
    this.foreignFills = foreignFills;
    this.corrections = corrections;
    this.unread = unread;
  }

  /**
   * Returns the ledger of an account without positions and orders.
   *
   * @param cryptoFees fees that the broker takes in coin on a crypto buy
   */
  public static PositionLedger empty(CoinFees cryptoFees) {
    return new PositionLedger(
        cryptoFees,
        Map.of(),
        List.of(),
        Map.of(),
        LedgerOrders.none(),
        ForeignFills.NONE,
        LedgerCorrections.NONE,
        UnreadItems.NONE);
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
    return empty(cryptoFees).after(positions, own, foreign, rested);
  }

  /**
   * Returns the ledger after another read.
   *
   * @param changed orders of this installation that are new or may have changed
   * @param open open orders of any other origin
   * @param rested broker ids of our orders that are known to have rested before their first fill
   */
  public PositionLedger after(
      List<Position> held, Collection<OwnOrder> changed, List<Order> open, Set<String> rested) {
    Map<Symbol, Position> bySymbol = new TreeMap<>();
    held.forEach(position -> bySymbol.put(position.symbol(), position));
    LedgerOrders orders = own;
    for (OwnOrder line : changed) {
      CoinFees fees = coinFees(line.slot().key().symbol());
      boolean hasRested = rested.contains(line.order().id());
      orders = orders.with(line, hasRested ? fees.rested() : fees);
    }
    boolean isSame = open.equals(foreign);
    List<Order> others = isSame ? foreign : List.copyOf(open);
    return new PositionLedger(
        cryptoFees,
        bySymbol,
        others,
        isSame ? foreignBySymbol : bySymbol(others),
        orders,
        foreignFills,
        corrections,
        unread);
  }

  /** Returns the ledger with what the last read could not read. */
  public PositionLedger withUnread(UnreadItems items) {
    return with(own, foreignFills, corrections, items);
  }

  /**
   * Returns the ledger with the orders of any other origin that have filled.
   *
   * @param filled the same list until an order changes
   */
  public PositionLedger withForeignFills(List<Order> filled) {
    return with(own, foreignFills.after(filled), corrections, unread);
  }

  /** Returns the ledger with these corrections in place of its own. */
  public PositionLedger corrected(LedgerCorrections next) {
    if (next.equals(corrections)) {
      return this;
    }
    LedgerOrders orders = own;
    Set<Symbol> symbols = new TreeSet<>(corrections.bySymbol().keySet());
    symbols.addAll(next.bySymbol().keySet());
    for (Symbol symbol : symbols) {
      orders = corrected(orders, corrections.of(symbol), next.of(symbol));
    }
    return with(orders, foreignFills, next, unread);
  }

  /** Returns the ledger with these corrections in place of those of the symbol. */
  public PositionLedger corrected(Symbol symbol, List<LedgerCorrection> ofSymbol) {
    return corrected(corrections.with(symbol, ofSymbol));
  }

  private static LedgerOrders corrected(
      LedgerOrders orders, List<LedgerCorrection> before, List<LedgerCorrection> after) {
    LedgerOrders next = orders;
    for (LedgerCorrection old : before) {
      if (!after.contains(old)) {
        next = posted(next, old, BigDecimal.ZERO);
      }
    }
    for (LedgerCorrection correction : after) {
      if (!before.contains(correction)) {
        next = posted(next, correction, BigDecimal.ONE);
      }
    }
    return next;
  }

  private static LedgerOrders posted(
      LedgerOrders orders, LedgerCorrection correction, BigDecimal factor) {
    LedgerOrders next = orders;
    Submission at = new Submission(correction.at(), "correction " + correction.number());
    for (Map.Entry<WatcherKey, BigDecimal> change : correction.byKey().entrySet()) {
      next = next.corrected(change.getKey(), at, change.getValue().multiply(factor));
    }
    return next;
  }

  private PositionLedger with(
      LedgerOrders orders, ForeignFills fills, LedgerCorrections corrected, UnreadItems items) {
    return new PositionLedger(
        cryptoFees, positions, foreign, foreignBySymbol, orders, fills, corrected, items);
  }

  /** Returns the filled and the open orders of any other origin of the symbol. */
  public List<Order> foreignOf(Symbol symbol) {
    Map<String, Order> orders = new LinkedHashMap<>();
    foreignFills.of(symbol).forEach(order -> orders.put(order.id(), order));
    foreignBySymbol.getOrDefault(symbol, List.of()).forEach(order -> orders.put(order.id(), order));
    return List.copyOf(orders.values());
  }

  /**
   * Returns the time behind every order of the symbol so far, at least this one: the place of a
   * correction, whichever clock is ahead.
   */
  public Instant behindOrders(Symbol symbol, Instant now) {
    return own.index().ofSymbol(symbol).stream()
        .flatMap(line -> Optional.ofNullable(line.order().submittedAt()).stream())
        .map(at -> at.plusNanos(1))
        .reduce(now, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** Returns the filled quantity of the symbol's exits that were submitted until then. */
  public BigDecimal closed(Symbol symbol, Instant until) {
    return own.index().ofSymbol(symbol).stream()
        .filter(line -> line.slot().slot() == Slot.EXIT)
        .filter(
            line ->
                line.order().submittedAt() != null && !line.order().submittedAt().isAfter(until))
        .map(line -> line.order().filledQuantity())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Returns what the last read could not read. */
  public UnreadItems unread() {
    return unread;
  }

  private static Map<Symbol, List<Order>> bySymbol(List<Order> orders) {
    return orders.stream()
        .collect(Collectors.groupingBy(Order::symbol, TreeMap::new, Collectors.toList()));
  }

  public SymbolLedger symbolLedger(Symbol symbol) {
    Optional<Position> held = held(symbol);
    return SymbolLedger.of(
        symbol,
        held,
        holdings(symbol, held),
        own.openOf(symbol).plusForeign(foreignBySymbol.getOrDefault(symbol, List.of())));
  }

  /**
   * Returns the position of the symbol. A position that cannot be read counts as the sum of the
   * fills, so that it is no drift; {@link #frozen} keeps the orders of its keys back.
   */
  private Optional<Position> held(Symbol symbol) {
    if (unreadPosition(symbol).isEmpty()) {
      return position(symbol);
    }
    BigDecimal net = own.holdingsOf(symbol).net();
    return Optional.of(new Position(symbol, net, net, BigDecimal.ZERO, BigDecimal.ZERO));
  }

  /** A position without a symbol is somebody else's unless the fills let one be expected here. */
  private Optional<OpaquePosition> unreadPosition(Symbol symbol) {
    if (positions.containsKey(symbol)) {
      return Optional.empty();
    }
    boolean isExpected = own.holdingsOf(symbol).net().signum() != 0;
    return unread.position(symbol).or(() -> unread.nameless().filter(one -> isExpected));
  }

  /** Returns why no order of the key may be sent; empty if all that concerns it has been read. */
  public Optional<String> frozen(WatcherKey key) {
    return unread.ofKey(key).or(() -> unreadPosition(key.symbol()).map(OpaquePosition::problem));
  }

  /** Returns one line for each order or position that freezes a key of the symbol. */
  public List<String> freezing(Symbol symbol) {
    return Stream.concat(
            unread.ordersOf(symbol),
            unreadPosition(symbol).stream().map(OpaquePosition::consequence))
        .toList();
  }

  /** A key with an unreadable order bears a difference to the position before any other key. */
  private Holdings holdings(Symbol symbol, Optional<Position> held) {
    BigDecimal position = held.map(Position::quantity).orElse(BigDecimal.ZERO);
    Holdings holdings = own.holdingsOf(symbol);
    for (UnreadOrder order : unread.own()) {
      if (order.slot().key().symbol().equals(symbol)) {
        holdings = holdings.lackingOf(order.slot().key(), position);
      }
    }
    return holdings;
  }

  /** Returns the symbol of each key that owns a quantity. */
  public Stream<Symbol> owned() {
    return own.histories().entrySet().stream()
        .filter(entry -> entry.getValue().holding().owned().signum() > 0)
        .map(entry -> entry.getKey().symbol());
  }

  /** Returns the symbols with a position, an owner or an open order. */
  public Set<Symbol> symbols() {
    Set<Symbol> symbols = new TreeSet<>(positions.keySet());
    owned().forEach(symbols::add);
    own.openBySymbol()
        .forEach(
            (symbol, open) -> {
              if (!open.isEmpty()) {
                symbols.add(symbol);
              }
            });
    symbols.addAll(foreignBySymbol.keySet());
    return symbols;
  }

  /** Returns every order of this installation, oldest submission first. */
  public Collection<OwnOrder> own() {
    return own.all().values();
  }

  /** Returns the slot's orders in any state, oldest submission first. */
  public Collection<OwnOrder> own(SlotId slot) {
    return own.index().of(slot);
  }

  /** Returns the slot's open orders, oldest submission first. */
  public Collection<OwnOrder> open(SlotId slot) {
    return own.openOf(slot.key().symbol()).of(slot).values();
  }

  /** Returns an order of this installation by the broker's id. */
  public Optional<OwnOrder> order(String id) {
    return own.index().order(id);
  }

  public Optional<OwnOrder> orderByClientOrderId(String clientOrderId) {
    return own.index().orderByClientOrderId(clientOrderId);
  }

  /** Returns the highest number in a client order id of the slot; 0 without an order. */
  public long highestNumber(SlotId slot) {
    return own.index().highestNumber(slot);
  }

  /** Returns the number of changes of orders so far, over all ledgers before this one. */
  public long changes() {
    return own.index().changes();
  }

  /**
   * Returns the symbol's orders that are new or have changed, oldest submission first.
   *
   * @param changes number of changes of an earlier ledger; 0 = all orders of the symbol
   */
  public List<OwnOrder> changedSince(Symbol symbol, long changes) {
    return own.index().changedSince(symbol, changes);
  }

  /** Returns the open orders of this installation, oldest submission first. */
  public Collection<OwnOrder> open() {
    return own.open().values();
  }

  /** Returns the open orders of this installation for the symbol, oldest submission first. */
  public Collection<OwnOrder> open(Symbol symbol) {
    return own.openOf(symbol).own();
  }

  /** Returns the open orders of any other origin. */
  public List<Order> foreign() {
    return foreign;
  }

  /** Returns the positions by symbol. */
  public Collection<Position> positions() {
    return positions.values();
  }

  public Optional<Position> position(Symbol symbol) {
    return Optional.ofNullable(positions.get(symbol));
  }

  /** Returns the cash that the open entry orders of this installation bind. */
  public CommittedCash committed() {
    return own.committed();
  }

  /** Returns the quantity that the key owns by its fills, without corrections for fees or drift. */
  public BigDecimal filled(WatcherKey key) {
    return own.histories().getOrDefault(key, KeyHistory.EMPTY).holding().owned();
  }

  /** Returns the filled quantity of the slot's orders of these generations, before fees. */
  public BigDecimal filled(SlotId slot, long first, long last) {
    return own.histories().getOrDefault(slot.key(), KeyHistory.EMPTY).filled(slot, first, last);
  }

  /**
   * Returns whether the key has been flat since the entries of these generations bought; see {@link
   * KeyHistory#wasClosed}.
   */
  public boolean wasClosed(SlotId entry, long first, long last, BigDecimal step) {
    return own.histories()
        .getOrDefault(entry.key(), KeyHistory.EMPTY)
        .wasClosed(entry, first, last, step);
  }

  /**
   * Returns the quantity that the trade of a plan row has bought, whatever was sold since; zero for
   * a wish of no row.
   */
  public BigDecimal bought(Wish wish) {
    return wish instanceof EntryWish entry && entry.trade() != null
        ? filled(wish.slotId(), entry.trade().since(), Long.MAX_VALUE)
        : BigDecimal.ZERO;
  }

  /**
   * Returns the keys with another holding or other orders than in the other ledger, whichever is
   * newer; empty if the ledgers are not of one sequence of {@link #after}, where any may differ.
   */
  public Optional<Collection<WatcherKey>> keysChangedBetween(PositionLedger other) {
    return own.changes().between(other.own.changes());
  }

  private CoinFees coinFees(Symbol symbol) {
    return symbol.isCrypto() ? cryptoFees : CoinFees.NONE;
  }
}

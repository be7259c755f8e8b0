package dev.maxdiff.execution;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One symbol of the {@link Book}: the broker's net position, whose it is, and the open orders.
 *
 * @param position signed net position at the broker
 * @param holdings of every key that ever filled something
 * @param own open orders of ours, all keys
 * @param foreign open orders of others
 */
record BookEntry(
    Symbol symbol,
    BigDecimal position,
    BigDecimal averageEntryPrice,
    BigDecimal currentPrice,
    Map<WatcherKey, Holding> holdings,
    List<OwnOrder> own,
    List<Order> foreign) {

  /** The part of a fee that is not worth telling whose it is. */
  private static final BigDecimal DUST = new BigDecimal("0.01");

  BookEntry {
    holdings = Map.copyOf(holdings);
    own = List.copyOf(own);
    foreign = List.copyOf(foreign);
  }

  static BookEntry of(
      Symbol symbol,
      Optional<Position> position,
      Map<WatcherKey, Holding> byFills,
      List<OwnOrder> own,
      List<Order> foreign) {
    BigDecimal net = position.map(Position::quantity).orElse(BigDecimal.ZERO);
    return new BookEntry(
        symbol,
        net,
        position.map(Position::averageEntryPrice).orElse(BigDecimal.ZERO),
        position.map(Position::currentPrice).orElse(BigDecimal.ZERO),
        byFills,
        own,
        foreign);
  }

  /**
   * The same once it is certain that no more fee was taken in coin than the position shows: a
   * remainder that the usual fee explains belongs to the keys; anything larger is unowned, and so
   * is dust, which may be what keys that are flat by now have left behind.
   *
   * @param lasting what has been unowned for so long that it is no fill on its way
   */
  BookEntry settled(BigDecimal lasting) {
    BigDecimal room = sum(holdings, Holding::feeRoom);
    BigDecimal beyond = lasting.min(unowned(Side.BUY));
    if (beyond.compareTo(room.multiply(DUST)) <= 0 || unowned(Side.BUY).compareTo(room) > 0) {
      return this;
    }
    BigDecimal share = beyond.divide(room, MathContext.DECIMAL64);
    return with(mapped(holdings, holding -> holding.withRoom(share)));
  }

  /**
   * The same when less has come in than the usual fee leaves. Whose orders paid the higher one the
   * position does not say, so no key counts on what is in doubt: it can never close what is
   * another's (promise P12).
   */
  BookEntry doubted() {
    boolean isMissing = ownedNet().compareTo(position) > 0;
    return isMissing ? with(mapped(holdings, Holding::withoutDoubt)) : this;
  }

  /** What the key has on its own side, never negative. */
  BigDecimal owned(WatcherKey key) {
    return holding(key).owned();
  }

  Holding holding(WatcherKey key) {
    return holdings.getOrDefault(key, Holding.FLAT);
  }

  /** Signed sum of what all keys own. */
  BigDecimal ownedNet() {
    return holdings.entrySet().stream()
        .map(line -> signed(line.getKey(), line.getValue().owned()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Signed; what the broker holds beyond the book. */
  BigDecimal unowned() {
    return position.subtract(ownedNet());
  }

  /** What is unowned on this side, as a magnitude; zero when there is nothing or it is opposite. */
  BigDecimal unowned(Side side) {
    return unowned().multiply(direction(side)).max(BigDecimal.ZERO);
  }

  /** The position as far as it lies on this side, as a magnitude. */
  BigDecimal position(Side side) {
    return position.multiply(direction(side)).max(BigDecimal.ZERO);
  }

  /**
   * By how much the keys own more than the broker holds; zero when all is well, or when higher fees
   * than the usual ones explain it.
   */
  BigDecimal shortfall() {
    BigDecimal net = ownedNet();
    Side side = net.signum() < 0 ? Side.SELL : Side.BUY;
    BigDecimal missing = net.abs().subtract(position(side));
    boolean isFee = missing.compareTo(sum(holdings, Holding::feeRoom)) <= 0;
    return isFee ? BigDecimal.ZERO : missing;
  }

  /** The same with what is owned cut pro rata to what the broker holds. */
  BookEntry shrunk() {
    if (shortfall().signum() == 0) {
      return this;
    }
    BigDecimal net = ownedNet();
    Side side = net.signum() < 0 ? Side.SELL : Side.BUY;
    BigDecimal factor = position(side).divide(net.abs(), MathContext.DECIMAL64);
    return with(mapped(holdings, holding -> holding.scaled(factor)));
  }

  /** The same with only these of our open orders. */
  BookEntry withOpen(List<OwnOrder> some) {
    return new BookEntry(
        symbol, position, averageEntryPrice, currentPrice, holdings, some, List.of());
  }

  private BookEntry with(Map<WatcherKey, Holding> other) {
    return new BookEntry(symbol, position, averageEntryPrice, currentPrice, other, own, foreign);
  }

  /** Every open order of the symbol, ours and others'. */
  List<Order> open() {
    List<Order> all = new ArrayList<>(foreign);
    own.forEach(line -> all.add(line.order()));
    return all;
  }

  /**
   * The quantity that the open orders of this side may still fill, without {@code except}. An order
   * and its replacement count once, with the larger quantity, because only one of them can fill.
   *
   * @param except null = none
   */
  BigDecimal openQuantity(Side side, Order except) {
    Map<String, BigDecimal> byChain = new HashMap<>();
    for (Order order : open()) {
      if (order.side() == side && (except == null || !order.id().equals(except.id()))) {
        String chain = isOpen(order.replaces()) ? order.replaces() : order.id();
        byChain.merge(chain, order.remaining(), BigDecimal::max);
      }
    }
    return byChain.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private boolean isOpen(String id) {
    return id != null && open().stream().anyMatch(order -> order.id().equals(id));
  }

  BookLine line() {
    Map<WatcherKey, BigDecimal> owned = new TreeMap<>();
    holdings.forEach(
        (key, holding) -> {
          if (holding.owned().signum() > 0) {
            owned.put(key, signed(key, holding.owned()));
          }
        });
    return new BookLine(symbol, position, owned, unowned(), averageEntryPrice, currentPrice);
  }

  private static BigDecimal signed(WatcherKey key, BigDecimal magnitude) {
    return magnitude.multiply(direction(key.side()));
  }

  private static BigDecimal direction(Side side) {
    return side == Side.BUY ? BigDecimal.ONE : BigDecimal.ONE.negate();
  }

  private static BigDecimal sum(
      Map<WatcherKey, Holding> holdings, Function<Holding, BigDecimal> part) {
    return holdings.values().stream().map(part).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Map<WatcherKey, Holding> mapped(
      Map<WatcherKey, Holding> holdings, Function<Holding, Holding> change) {
    Map<WatcherKey, Holding> changed = new LinkedHashMap<>();
    holdings.forEach((key, holding) -> changed.put(key, change.apply(holding)));
    return changed;
  }
}

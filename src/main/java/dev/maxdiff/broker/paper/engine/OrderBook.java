package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.TreePMap;

/** The open orders of one symbol, each side with its best price first. Immutable, persistent. */
record OrderBook(BookSide buys, BookSide sells) {

  static final OrderBook EMPTY = new OrderBook(BookSide.of(Side.BUY), BookSide.of(Side.SELL));

  OrderBook plus(ExchangeOrder order) {
    return with(order.side(), side(order.side()).plus(order));
  }

  OrderBook minus(ExchangeOrder order) {
    return with(order.side(), side(order.side()).minus(order));
  }

  OrderBook reserving(Side side, Reservation change) {
    return with(side, side(side).reserving(change));
  }

  BookSide side(Side side) {
    return side == Side.BUY ? buys : sells;
  }

  int size() {
    return buys.size() + sells.size();
  }

  boolean isEmpty() {
    return size() == 0;
  }

  private OrderBook with(Side side, BookSide next) {
    return side == Side.BUY ? new OrderBook(next, sells) : new OrderBook(buys, next);
  }

  /**
   * One side of the book.
   *
   * @param inMarket the orders that a trade may fill
   * @param waiting all other orders: of a session to come, or a pending replacement
   * @param reserved by all orders of the side
   */
  record BookSide(
      Side side,
      TreePMap<Place, ExchangeOrder> inMarket,
      TreePMap<Place, ExchangeOrder> waiting,
      Reservation reserved) {

    /** The place in the queue: price, then age. */
    record Place(BigDecimal limit, long number) {}

    static BookSide of(Side side) {
      Comparator<Place> price = Comparator.comparing(Place::limit);
      Comparator<Place> best =
          (side == Side.BUY ? price.reversed() : price).thenComparing(Place::number);
      return new BookSide(side, TreePMap.empty(best), TreePMap.empty(best), Reservation.NONE);
    }

    private static Place place(ExchangeOrder order) {
      return new Place(order.limit(), order.number());
    }

    BookSide plus(ExchangeOrder order) {
      return order.matches()
          ? new BookSide(side, inMarket.plus(place(order), order), waiting, reserved)
          : new BookSide(side, inMarket, waiting.plus(place(order), order), reserved);
    }

    BookSide minus(ExchangeOrder order) {
      return new BookSide(
          side, inMarket.minus(place(order)), waiting.minus(place(order)), reserved);
    }

    BookSide reserving(Reservation change) {
      return new BookSide(side, inMarket, waiting, reserved.plus(change));
    }

    int size() {
      return inMarket.size() + waiting.size();
    }

    /** The limit of the first order that a trade fills. */
    Optional<BigDecimal> best() {
      return inMarket.isEmpty() ? Optional.empty() : Optional.of(inMarket.firstKey().limit());
    }

    /** The orders that a trade at this price may fill: best price first, then oldest. */
    Stream<ExchangeOrder> filledBy(BigDecimal price) {
      return filledBy(inMarket, price);
    }

    private Stream<ExchangeOrder> filledBy(
        TreePMap<Place, ExchangeOrder> orders, BigDecimal price) {
      return orders.values().stream().takeWhile(order -> meets(order.limit(), price));
    }

    /**
     * The oldest order, except one, that can trade with an order of the other side at this limit.
     */
    Optional<ExchangeOrder> oldestCrossing(BigDecimal limit, String except) {
      return Stream.concat(filledBy(inMarket, limit), filledBy(waiting, limit))
          .filter(order -> !order.id().equals(except))
          .min(Comparator.comparingLong(ExchangeOrder::number));
    }

    private boolean meets(BigDecimal limit, BigDecimal price) {
      return side == Side.BUY ? limit.compareTo(price) >= 0 : limit.compareTo(price) <= 0;
    }
  }
}

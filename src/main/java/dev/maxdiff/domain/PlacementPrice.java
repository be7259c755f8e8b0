package dev.maxdiff.domain;

import java.math.BigDecimal;

/**
 * The limit price at which the order of a wish is placed, and whether an open order keeps its price
 * (DESIGN 4.6). The rule is the same for watchers, gateway and checks.
 *
 * <p>A price that the market has not reached is sent as it is. A take-profit that the market has
 * passed follows the market to within {@code 0.5 %}: the order fills at once and cannot sweep a
 * thin book. An entry that the market has passed rests at the near side of the book. The price is
 * never worse than the wish, and every price is rounded to the passive side.
 *
 * @param slot entry or exit
 * @param side side of the order
 * @param wish limit of an entry, take-profit of an exit
 * @param increments of the asset
 */
public record PlacementPrice(Slot slot, Side side, Price wish, Increments increments) {

  private static final BigDecimal BELOW_BID = new BigDecimal("0.995");
  private static final BigDecimal ABOVE_ASK = new BigDecimal("1.005");

  /** Returns the rule for a wish. */
  public static PlacementPrice of(Wish wish, Increments increments) {
    SlotId slot = wish.slotId();
    return new PlacementPrice(slot.slot(), slot.orderSide(), wish.price(), increments);
  }

  /** Returns the wish's own price, as it is sent. */
  public Price own() {
    return increments.passive(side, wish);
  }

  /**
   * Returns the price at which an order is placed now.
   *
   * @param book null = no quote
   */
  public Price at(TopOfBook book) {
    BigDecimal bound = book == null ? BigDecimal.ZERO : bound(book);
    if (bound.signum() <= 0) {
      return own();
    }
    BigDecimal own = wish.value();
    return increments.passive(side, new Price(side == Side.BUY ? own.min(bound) : own.max(bound)));
  }

  /**
   * Returns whether an open order of an earlier wish serves this wish: at the present price, or
   * closer to a fill, and no worse than the wish.
   *
   * @param book null = no quote
   */
  public boolean serves(BigDecimal limit, TopOfBook book) {
    int compared = limit.compareTo(at(book).value());
    return !isWorse(limit) && (side == Side.BUY ? compared >= 0 : compared <= 0);
  }

  /**
   * Returns whether an open order of this wish keeps its price. It moves only towards the wish's
   * own price and only closer to a fill, when it differs from the present price by more than the
   * tolerance. Without a quote it stays.
   *
   * @param book null = no quote
   * @param tolerance fraction of the price
   */
  public boolean keeps(BigDecimal limit, TopOfBook book, BigDecimal tolerance) {
    if (isWorse(limit) || serves(limit, book)) {
      return !isWorse(limit);
    }
    if (book == null || bound(book).signum() <= 0) {
      return true;
    }
    BigDecimal now = at(book).value();
    return limit.subtract(now).abs().compareTo(tolerance.multiply(limit.max(now))) <= 0;
  }

  /**
   * Returns whether an open exit order has the right price: within the tolerance of the
   * take-profit, or one that {@link #keeps} or {@link #serves} its wish.
   *
   * @param isOfThisWish whether the order was sent for this wish, by any of its generations
   * @param book null = no quote
   */
  public boolean fits(
      BigDecimal limit, boolean isOfThisWish, TopOfBook book, BigDecimal tolerance) {
    return wish.isWithin(tolerance, limit)
        || limit.compareTo(own().value()) == 0
        || (isOfThisWish ? keeps(limit, book, tolerance) : serves(limit, book));
  }

  /** Returns whether an order at this limit would trade at a worse price than the wish names. */
  public boolean isWorse(BigDecimal limit) {
    int compared = limit.compareTo(own().value());
    return side == Side.BUY ? compared > 0 : compared < 0;
  }

  /** Returns whether the market trades at the wish's price or beyond; false without a quote. */
  public boolean isPassed(TopOfBook book) {
    BigDecimal market = book == null ? BigDecimal.ZERO : side == Side.BUY ? book.ask() : book.bid();
    return market.signum() > 0 && own().meets(side, market);
  }

  /** Returns the price that the order never crosses; zero = none. */
  private BigDecimal bound(TopOfBook book) {
    boolean isTwoSided = book.bid().signum() > 0 && book.ask().signum() > 0;
    if (slot == Slot.ENTRY) {
      return !isTwoSided ? BigDecimal.ZERO : side == Side.BUY ? book.bid() : book.ask();
    }
    if (isTwoSided && book.bid().compareTo(book.ask()) > 0) {
      return BigDecimal.ZERO; // a crossed quote has a wrong side
    }
    return side == Side.BUY ? book.ask().multiply(ABOVE_ASK) : book.bid().multiply(BELOW_BID);
  }
}

package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.Advanced;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.FillSettled;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderActivated;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderCanceled;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderExpired;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderFilled;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderReplaced;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.ReplaceRejected;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plays the tape against the resting orders, in order of time.
 *
 * <p>A resting buy order fills on a trade at its limit or below, a sell order on a trade at its
 * limit or above, each at its own limit as maker. The orders share the size of the trade: best
 * price first, then oldest first. Orders of stocks match during the session only; the first trade
 * of a session is the opening auction, which fills the orders in full at the price of the trade.
 *
 * <p>A trade costs work only when an order can match or a deadline is due.
 */
final class Matching {

  private static final int FEE_SCALE = 9;

  private final EngineSettings settings;
  private final MarketTape tape;
  private final MarketFaults faults;

  /** Kept because most looks at the tape change neither orders nor fills. */
  private Thresholds last;

  Matching(EngineSettings settings, MarketTape tape, MarketFaults faults) {
    this.settings = settings;
    this.tape = tape;
    this.faults = faults;
    this.last = Thresholds.of(ExchangeState.empty(), tape);
  }

  /** Plays all trades and deadlines up to {@code now}. */
  void advance(Transaction transaction, Instant now) {
    Instant until = now.isBefore(transaction.state().at()) ? transaction.state().at() : now;
    int target = Math.max(transaction.state().cursor(), tape.countUntil(until));
    int cursor = transaction.state().cursor();
    Thresholds thresholds = thresholds(transaction.state());
    while (cursor < target) {
      if (thresholds.nextDueMillis <= tape.millis(cursor)) {
        settleNext(transaction, thresholds.nextDue, cursor);
        thresholds = thresholds(transaction.state());
      } else {
        if (thresholds.isHit(cursor, tape)) {
          match(transaction, cursor);
          thresholds = thresholds(transaction.state());
        }
        cursor++;
      }
    }
    while (thresholds.nextDue != null && !thresholds.nextDue.isAfter(until)) {
      settleNext(transaction, thresholds.nextDue, cursor);
      thresholds = thresholds(transaction.state());
    }
    transaction.emit(new Advanced(target, until));
  }

  private Thresholds thresholds(ExchangeState state) {
    if (!last.holdFor(state)) {
      last = Thresholds.of(state, tape);
    }
    return last;
  }

  /** The thresholds for the next trades; they hold while orders and unsettled fills are these. */
  private record Thresholds(
      Map<String, ExchangeOrder> open,
      List<ExchangeState.Unsettled> unsettled,
      Instant nextDue,
      long nextDueMillis,
      long[] highestBuy,
      long[] lowestSell) {

    static Thresholds of(ExchangeState state, MarketTape tape) {
      long[] highestBuy = new long[tape.symbols().size()];
      long[] lowestSell = new long[tape.symbols().size()];
      Arrays.fill(lowestSell, Long.MAX_VALUE);
      state
          .openOrders()
          .books()
          .forEach(
              (symbol, book) -> {
                int number = tape.symbolNumber(symbol);
                book.buys().best().map(MarketTape::scaled).ifPresent(p -> highestBuy[number] = p);
                book.sells().best().map(MarketTape::scaled).ifPresent(p -> lowestSell[number] = p);
              });
      Instant nextDue = state.openOrders().nextDue();
      for (ExchangeState.Unsettled fill : state.unsettled()) {
        nextDue = earliest(nextDue, fill.settles());
      }
      long millis = nextDue == null ? Long.MAX_VALUE : nextDue.toEpochMilli();
      return new Thresholds(
          state.open(), state.unsettled(), nextDue, millis, highestBuy, lowestSell);
    }

    boolean holdFor(ExchangeState state) {
      return state.open() == open && state.unsettled() == unsettled;
    }

    boolean isHit(int index, MarketTape tape) {
      int symbol = tape.symbolNumberAt(index);
      long price = tape.price(index);
      return price <= highestBuy[symbol] || price >= lowestSell[symbol];
    }

    private static Instant earliest(Instant a, Instant b) {
      return b == null || a != null && a.isBefore(b) ? a : b;
    }
  }

  /** Settles the next fill or order that is due; the choice is deterministic. */
  private void settleNext(Transaction transaction, Instant due, int cursor) {
    ExchangeState state = transaction.state();
    Instant at = due.isBefore(state.at()) ? state.at() : due;
    Optional<ExchangeState.Unsettled> unsettled =
        state.unsettled().stream().filter(fill -> fill.settles().equals(due)).findFirst();
    if (unsettled.isPresent()) {
      transaction.emit(new FillSettled(unsettled.get().number(), at));
      return;
    }
    ExchangeOrder order = state.openOrders().next();
    if (due.equals(order.due())) {
      settlePending(transaction, order, at);
    } else {
      expire(transaction, order, at);
    }
  }

  private void settlePending(Transaction transaction, ExchangeOrder order, Instant at) {
    switch (order.status()) {
      case PENDING_CANCEL -> transaction.emit(new OrderCanceled(order.id(), at));
      case PENDING_REPLACE -> settleReplace(transaction, order, at);
      default -> transaction.emit(new OrderActivated(order.id(), at));
    }
  }

  private void settleReplace(Transaction transaction, ExchangeOrder old, Instant at) {
    ExchangeOrder replacement = replacementOf(transaction.state(), old);
    BigDecimal quantity = transaction.state().replacementQuantity(replacement);
    transaction.emit(
        quantity.signum() > 0 && !faults.rejectsReplacement(replacement, at)
            ? new OrderReplaced(old.id(), replacement.id(), quantity, at)
            : new ReplaceRejected(old.id(), replacement.id(), at));
  }

  private static void expire(Transaction transaction, ExchangeOrder order, Instant at) {
    if (order.status() == OrderStatus.PENDING_NEW) {
      transaction.emit(new ReplaceRejected(order.replaces(), order.id(), at));
      return;
    }
    if (order.status() == OrderStatus.PENDING_REPLACE) {
      transaction.emit(
          new ReplaceRejected(order.id(), replacementOf(transaction.state(), order).id(), at));
    }
    transaction.emit(new OrderExpired(order.id(), at));
  }

  private static ExchangeOrder replacementOf(ExchangeState state, ExchangeOrder old) {
    return state.openOrders().replacementOf(old.id()).orElseThrow();
  }

  private void match(Transaction transaction, int index) {
    Trade trade = tape.trade(index);
    Optional<MarketCalendar.Session> session =
        MarketCalendar.session(MarketCalendar.dateOf(trade.at()));
    boolean crypto = trade.symbol().isCrypto();
    if (!crypto && !MarketCalendar.isOpen(trade.at())) {
      return;
    }
    boolean auction = !crypto && isFirstOf(session.orElseThrow(), trade.symbol(), index);
    BigDecimal left = trade.size();
    for (ExchangeOrder order : candidates(transaction.state(), trade)) {
      BigDecimal most = auction ? order.remaining() : order.remaining().min(left);
      if (most.signum() > 0) {
        BigDecimal size = faults.fillQuantity(order, most, trade.at());
        BigDecimal price = auction ? trade.price() : order.limit();
        fill(transaction, order, price, size, true, trade.at(), index + 1);
        left = left.subtract(size);
      }
    }
  }

  private boolean isFirstOf(MarketCalendar.Session session, Symbol symbol, int index) {
    int before = tape.lastIndex(tape.symbolNumber(symbol), index);
    return before < 0 || tape.millis(before) < session.opensAt().toEpochMilli();
  }

  private static List<ExchangeOrder> candidates(ExchangeState state, Trade trade) {
    OrderBook book = state.openOrders().book(trade.symbol());
    return Stream.concat(book.buys().filledBy(trade.price()), book.sells().filledBy(trade.price()))
        .toList();
  }

  /** Fills a quantity of an order, as taker at the quote or as maker. */
  void fill(
      Transaction transaction,
      ExchangeOrder order,
      BigDecimal price,
      BigDecimal quantity,
      boolean maker,
      Instant at) {
    fill(transaction, order, price, quantity, maker, at, transaction.state().cursor());
  }

  private void fill(
      Transaction transaction,
      ExchangeOrder order,
      BigDecimal price,
      BigDecimal quantity,
      boolean maker,
      Instant at,
      int printIndex) {
    ExchangeState state = transaction.state();
    boolean crypto = order.symbol().isCrypto();
    boolean buys = order.side() == Side.BUY;
    BigDecimal rate = !crypto ? BigDecimal.ZERO : maker ? settings.makerFee() : settings.takerFee();
    BigDecimal coinFee =
        crypto && buys
            ? MarketTape.plain(quantity.multiply(rate).setScale(FEE_SCALE, RoundingMode.UP))
            : BigDecimal.ZERO;
    BigDecimal fee =
        buys
            ? coinFee.multiply(price)
            : price.multiply(quantity).multiply(rate).setScale(FEE_SCALE, RoundingMode.UP);
    BigDecimal change = buys ? quantity.subtract(coinFee) : quantity.negate();
    ExchangeFill fill =
        new ExchangeFill(
            state.fills().size() + 1L,
            order.id(),
            order.clientOrderId(),
            order.symbol(),
            order.side(),
            price,
            quantity,
            MarketTape.plain(fee),
            coinFee,
            maker,
            state.holding(order.symbol()).realised(change, price),
            printIndex,
            at);
    Instant settles = at.plus(settings.settleDelay());
    transaction.emit(new OrderFilled(fill, settles, at));
    rejectLateReplacement(transaction, order.id(), at);
  }

  /** Rejects the pending replacement of an order that has filled. */
  private static void rejectLateReplacement(Transaction transaction, String id, Instant at) {
    OpenOrders open = transaction.state().openOrders();
    if (!open.containsKey(id)) {
      open.replacementOf(id)
          .map(ExchangeOrder::id)
          .ifPresent(replacement -> transaction.emit(new ReplaceRejected(id, replacement, at)));
    }
  }
}

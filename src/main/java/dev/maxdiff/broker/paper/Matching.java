package dev.maxdiff.broker.paper;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.paper.ExchangeEvent.Advanced;
import dev.maxdiff.broker.paper.ExchangeEvent.FillSettled;
import dev.maxdiff.broker.paper.ExchangeEvent.OrderActivated;
import dev.maxdiff.broker.paper.ExchangeEvent.OrderCanceled;
import dev.maxdiff.broker.paper.ExchangeEvent.OrderExpired;
import dev.maxdiff.broker.paper.ExchangeEvent.OrderFilled;
import dev.maxdiff.broker.paper.ExchangeEvent.OrderReplaced;
import dev.maxdiff.broker.paper.ExchangeEvent.ReplaceRejected;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Plays the tape against the resting orders, in the order of time.
 *
 * <p>The queue rule: a resting buy fills when a print trades at its limit or below, a sell at its
 * limit or above, each at its own limit as maker; the print's size is shared among them, best price
 * first, then oldest first. Orders of stocks match in the session only; the first print of a
 * session is its opening auction, which fills them in full at the print's price.
 *
 * <p>No work is done per print unless an order can match or something falls due.
 */
final class Matching {

  private static final Comparator<ExchangeOrder> OLDEST =
      Comparator.comparingLong(ExchangeOrder::number);
  private static final int FEE_SCALE = 9;

  private final EngineSettings settings;
  private final MarketTape tape;
  private final MarketFaults faults;

  Matching(EngineSettings settings, MarketTape tape, MarketFaults faults) {
    this.settings = settings;
    this.tape = tape;
    this.faults = faults;
  }

  /** Plays all prints and everything that falls due up to {@code now}. */
  void advance(Turn turn, Instant now) {
    Instant until = now.isBefore(turn.state().at()) ? turn.state().at() : now;
    int target = Math.max(turn.state().cursor(), tape.countUntil(until));
    int cursor = turn.state().cursor();
    Watch watch = Watch.of(turn.state(), tape);
    while (cursor < target) {
      if (watch.nextDueMillis <= tape.millis(cursor)) {
        settleNext(turn, watch.nextDue, cursor);
        watch = Watch.of(turn.state(), tape);
      } else {
        if (watch.isHit(cursor, tape)) {
          match(turn, cursor);
          watch = Watch.of(turn.state(), tape);
        }
        cursor++;
      }
    }
    while (watch.nextDue != null && !watch.nextDue.isAfter(until)) {
      settleNext(turn, watch.nextDue, cursor);
      watch = Watch.of(turn.state(), tape);
    }
    turn.emit(new Advanced(target, until));
  }

  /** What the next prints are compared with: recomputed when the books change. */
  private record Watch(Instant nextDue, long nextDueMillis, long[] highestBuy, long[] lowestSell) {

    static Watch of(ExchangeState state, MarketTape tape) {
      long[] highestBuy = new long[tape.symbols().size()];
      long[] lowestSell = new long[tape.symbols().size()];
      Arrays.fill(lowestSell, Long.MAX_VALUE);
      Instant nextDue = null;
      for (ExchangeOrder order : state.open().values()) {
        nextDue = earliest(earliest(nextDue, order.due()), order.expiresAt());
        int symbol = tape.symbolNumber(order.symbol());
        if (order.matches() && order.side() == Side.BUY) {
          highestBuy[symbol] = Math.max(highestBuy[symbol], MarketTape.scaled(order.limit()));
        } else if (order.matches()) {
          lowestSell[symbol] = Math.min(lowestSell[symbol], MarketTape.scaled(order.limit()));
        }
      }
      for (ExchangeState.Unsettled fill : state.unsettled()) {
        nextDue = earliest(nextDue, fill.settles());
      }
      long millis = nextDue == null ? Long.MAX_VALUE : nextDue.toEpochMilli();
      return new Watch(nextDue, millis, highestBuy, lowestSell);
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

  /** Settles one thing that is due, the same one for the same books. */
  private void settleNext(Turn turn, Instant due, int cursor) {
    ExchangeState state = turn.state();
    Instant at = due.isBefore(state.at()) ? state.at() : due;
    Optional<ExchangeState.Unsettled> unsettled =
        state.unsettled().stream().filter(fill -> fill.settles().equals(due)).findFirst();
    if (unsettled.isPresent()) {
      turn.emit(new FillSettled(unsettled.get().number(), at));
      return;
    }
    ExchangeOrder order =
        state.open().values().stream()
            .filter(open -> due.equals(open.due()) || due.equals(open.expiresAt()))
            .min(OLDEST)
            .orElseThrow();
    if (due.equals(order.due())) {
      settlePending(turn, order, at);
    } else {
      expire(turn, order, at);
    }
  }

  private void settlePending(Turn turn, ExchangeOrder order, Instant at) {
    switch (order.status()) {
      case PENDING_CANCEL -> turn.emit(new OrderCanceled(order.id(), at));
      case PENDING_REPLACE -> settleReplace(turn, order, at);
      default -> turn.emit(new OrderActivated(order.id(), at));
    }
  }

  private void settleReplace(Turn turn, ExchangeOrder old, Instant at) {
    ExchangeOrder replacement = replacementOf(turn.state(), old);
    BigDecimal quantity = turn.state().replacementQuantity(replacement);
    turn.emit(
        quantity.signum() > 0 && !faults.rejectsReplacement(replacement, at)
            ? new OrderReplaced(old.id(), replacement.id(), quantity, at)
            : new ReplaceRejected(old.id(), replacement.id(), at));
  }

  private static void expire(Turn turn, ExchangeOrder order, Instant at) {
    if (order.status() == OrderStatus.PENDING_NEW) {
      turn.emit(new ReplaceRejected(order.replaces(), order.id(), at));
      return;
    }
    if (order.status() == OrderStatus.PENDING_REPLACE) {
      turn.emit(new ReplaceRejected(order.id(), replacementOf(turn.state(), order).id(), at));
    }
    turn.emit(new OrderExpired(order.id(), at));
  }

  private static ExchangeOrder replacementOf(ExchangeState state, ExchangeOrder old) {
    return state.open().values().stream()
        .filter(order -> order.status() == OrderStatus.PENDING_NEW)
        .filter(order -> old.id().equals(order.replaces()))
        .findFirst()
        .orElseThrow();
  }

  private void match(Turn turn, int index) {
    Print print = tape.print(index);
    Optional<MarketCalendar.Session> session =
        MarketCalendar.session(MarketCalendar.dateOf(print.at()));
    boolean crypto = print.symbol().isCrypto();
    if (!crypto && !MarketCalendar.isOpen(print.at())) {
      return;
    }
    boolean auction = !crypto && isFirstOf(session.orElseThrow(), print.symbol(), index);
    BigDecimal left = print.size();
    for (ExchangeOrder order : candidates(turn.state(), print)) {
      BigDecimal most = auction ? order.remaining() : order.remaining().min(left);
      if (most.signum() > 0) {
        BigDecimal size = faults.filled(order, most, print.at());
        BigDecimal price = auction ? print.price() : order.limit();
        fill(turn, order, price, size, true, print.at(), index + 1);
        left = left.subtract(size);
      }
    }
  }

  private boolean isFirstOf(MarketCalendar.Session session, Symbol symbol, int index) {
    int before = tape.lastIndex(tape.symbolNumber(symbol), index);
    return before < 0 || tape.millis(before) < session.opensAt().toEpochMilli();
  }

  private static List<ExchangeOrder> candidates(ExchangeState state, Print print) {
    Comparator<ExchangeOrder> bestPrice =
        Comparator.comparing(
            order -> order.side() == Side.BUY ? order.limit().negate() : order.limit());
    return state.open().values().stream()
        .filter(order -> order.matches() && order.symbol().equals(print.symbol()))
        .filter(
            order ->
                order.side() == Side.BUY
                    ? print.price().compareTo(order.limit()) <= 0
                    : print.price().compareTo(order.limit()) >= 0)
        .sorted(bestPrice.thenComparing(OLDEST))
        .toList();
  }

  /** Executes a part of an order that takes the quote or rests. */
  void fill(
      Turn turn,
      ExchangeOrder order,
      BigDecimal price,
      BigDecimal quantity,
      boolean maker,
      Instant at) {
    fill(turn, order, price, quantity, maker, at, turn.state().cursor());
  }

  private void fill(
      Turn turn,
      ExchangeOrder order,
      BigDecimal price,
      BigDecimal quantity,
      boolean maker,
      Instant at,
      int printIndex) {
    ExchangeState state = turn.state();
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
    Fill fill =
        new Fill(
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
    Instant settles = at.plus(settings.scaled(settings.settleDelay()));
    turn.emit(new OrderFilled(fill, settles, at));
    rejectLateReplacement(turn, order.id(), at);
  }

  /** A replacement whose order has filled in the meantime comes too late. */
  private static void rejectLateReplacement(Turn turn, String id, Instant at) {
    turn.state().open().values().stream()
        .filter(order -> order.status() == OrderStatus.PENDING_NEW)
        .filter(order -> id.equals(order.replaces()))
        .filter(order -> !turn.state().open().containsKey(id))
        .map(ExchangeOrder::id)
        .toList()
        .forEach(replacement -> turn.emit(new ReplaceRejected(id, replacement, at)));
  }
}

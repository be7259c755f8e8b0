package dev.maxdiff.control.checks;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.supervision.SlotView;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Hears the three witnesses of one slot (DESIGN 4.6): what is wanted, what runs, what rests at the
 * broker. Pure.
 *
 * @param state what supervision knows; null when only an order tells of the slot
 * @param orders the slot's open orders; null when the broker could not be asked
 * @param coverable what an exit could close: signed quantity; zero when flat or not known
 * @param brokerError why {@code orders} is null
 */
record ConsistencyCheck(
    SlotId slot,
    SlotView state,
    List<OwnOrder> orders,
    BigDecimal coverable,
    Increments increments,
    String brokerError) {

  ConsistencyView view() {
    List<String> doubts = problems();
    return new ConsistencyView(
        slot.key(),
        slot.slot(),
        supervisor(),
        process(),
        order(),
        isKnownExit() ? needed() : null,
        isKnownExit() ? covered() : null,
        doubts.isEmpty(),
        joined(doubts));
  }

  private List<String> problems() {
    List<String> doubts = new ArrayList<>();
    checkProcess(doubts);
    if (orders == null) {
      doubts.add("the broker could not be asked: " + brokerError);
    } else {
      checkOrders(doubts);
    }
    return doubts;
  }

  private boolean isKnownExit() {
    return orders != null && slot.slot() == Slot.EXIT;
  }

  /** An order that is on its way out covers nothing. */
  private BigDecimal covered() {
    return orders.stream()
        .filter(ConsistencyCheck::rests)
        .map(own -> own.order().remaining())
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .min(needed());
  }

  /** What of it is to be told, should it last; of an exit that is wanted. */
  ConsistencyFinding finding(ConsistencySettings settings) {
    BigDecimal uncovered =
        orders != null && orders.isEmpty() && slot.slot() == Slot.EXIT ? needed() : BigDecimal.ZERO;
    boolean toldBySupervision = state.pid() == 0 && state.error() != null;
    String words = toldBySupervision && uncovered.signum() == 0 ? "" : joined(problems());
    return new ConsistencyFinding(
        slot, state.generation(), words, uncovered, settings.patience(state.wish().poll()));
  }

  private boolean wanted() {
    return state != null && state.wanted();
  }

  private void checkProcess(List<String> doubts) {
    boolean runs = state != null && state.pid() > 0;
    if (wanted() && !runs) {
      doubts.add("wanted, but no process runs" + lastError(state.state()));
    } else if (runs && !wanted()) {
      doubts.add("a process runs that nobody wants; it is being ended");
    } else if (runs && state.processGeneration() != state.generation()) {
      doubts.add(
          "the process is of generation %d, not %d; it is being replaced"
              .formatted(state.processGeneration(), state.generation()));
    }
  }

  private void checkOrders(List<String> doubts) {
    List<OwnOrder> resting = orders.stream().filter(ConsistencyCheck::rests).toList();
    if (!wanted()) {
      if (!orders.isEmpty()) {
        doubts.add("an order rests that no watcher keeps; it may still fill");
      }
      return;
    }
    if (resting.size() > 1) {
      doubts.add(
          resting.size() + " orders rest where one may; cancel-duplicates leaves the newest");
      return;
    }
    if (resting.size() == 1) {
      checkOrder(resting.get(0), doubts);
    } else if (slot.slot() == Slot.EXIT && needed().signum() > 0) {
      doubts.add(plain(needed()) + " are held and no order closes them" + lastError(null));
    }
  }

  /**
   * What its watcher said last, often why the broker took no order.
   *
   * @param otherwise said without an error; null = nothing
   */
  private String lastError(String otherwise) {
    if (state.error() != null) {
      return " (" + state.state() + ": " + state.error() + ")";
    }
    return otherwise == null ? "" : " (" + otherwise + ")";
  }

  private void checkOrder(OwnOrder own, List<String> doubts) {
    Order order = own.order();
    if (own.generation() > state.generation()) {
      doubts.add(
          "the order is of generation %d, which is newer than the wish"
              .formatted(own.generation()));
    }
    if (order.limitPrice() == null) {
      doubts.add("the order has no limit");
    } else if (!priceAgrees(own)) {
      doubts.add("the order is at " + plain(order.limitPrice()) + ", not at " + sent(state.wish()));
    }
    boolean whole = slot.slot() == Slot.EXIT && state.wish().quantity().isEmpty();
    if (whole && order.remaining().compareTo(needed()) < 0) {
      doubts.add(
          "the order closes "
              + plain(order.remaining())
              + " of "
              + plain(needed())
              + lastError(null));
    }
  }

  /**
   * An exit keeps an order within its tolerance, also of an earlier generation of the same wish.
   * What its watcher has sent may rest on the passive side of the wish's price, because it never
   * crosses the quote.
   */
  private boolean priceAgrees(OwnOrder own) {
    Wish wish = state.wish();
    BigDecimal limit = own.order().limitPrice();
    BigDecimal sent = sent(wish).value();
    boolean current = own.generation() == state.generation();
    boolean noWorse =
        slot.orderSide() == Side.BUY ? limit.compareTo(sent) <= 0 : limit.compareTo(sent) >= 0;
    if (slot.slot() == Slot.EXIT) {
      BigDecimal room = wish.tolerance().multiply(limit.abs().max(sent));
      return (current && noWorse) || limit.subtract(sent).abs().compareTo(room) <= 0;
    }
    return current ? noWorse : limit.compareTo(sent) == 0;
  }

  /** What an exit should have an order for; zero for an entry, and without a position to close. */
  private BigDecimal needed() {
    boolean closes =
        slot.key().side() == Side.BUY ? coverable.signum() > 0 : coverable.signum() < 0;
    return closes ? increments.round(coverable.abs()) : BigDecimal.ZERO;
  }

  private static boolean rests(OwnOrder own) {
    OrderStatus status = own.order().status();
    return own.order().isOpen()
        && status != OrderStatus.PENDING_CANCEL
        && status != OrderStatus.PENDING_REPLACE;
  }

  private static String joined(List<String> doubts) {
    return String.join("; ", doubts);
  }

  private String supervisor() {
    if (!wanted()) {
      return "nothing wanted";
    }
    return "generation " + state.generation() + " at " + sent(state.wish()) + claim();
  }

  private String claim() {
    return state.wish() instanceof ExitWish exit && exit.claimUnowned() ? ", claims unowned" : "";
  }

  private String process() {
    return state == null || state.pid() == 0
        ? "none"
        : "pid " + state.pid() + ", generation " + state.processGeneration();
  }

  private String order() {
    if (orders == null) {
      return "not known";
    }
    return orders.isEmpty()
        ? "none"
        : String.join(" + ", orders.stream().map(ConsistencyCheck::words).toList());
  }

  private static String words(OwnOrder own) {
    Order order = own.order();
    String price = order.limitPrice() == null ? "market" : plain(order.limitPrice());
    String status = order.status() == OrderStatus.NEW ? "" : " (" + order.status() + ")";
    return order.side().toString().toUpperCase(Locale.ROOT)
        + " "
        + plain(order.remaining())
        + " at "
        + price
        + ", generation "
        + own.generation()
        + status
        + ", "
        + order.clientOrderId();
  }

  private Price sent(Wish wish) {
    return increments.passive(slot.orderSide(), wish.price());
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}

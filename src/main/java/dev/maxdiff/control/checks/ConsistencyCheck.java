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
 * Compares wish, process and open order of one slot (DESIGN 4.6). Pure.
 *
 * @param state supervision's view; null if only an order of the slot exists
 * @param orders the slot's open orders; null if the broker could not be read
 * @param coverable signed quantity that an exit can close; zero when flat or unknown
 * @param brokerError reason for {@code orders} being null
 */
record ConsistencyCheck(
    SlotId slot,
    SlotView state,
    List<OwnOrder> orders,
    BigDecimal coverable,
    Increments increments,
    String brokerError) {

  ConsistencyView view() {
    List<String> problems = problems();
    return new ConsistencyView(
        slot.key(),
        slot.slot(),
        supervisor(),
        process(),
        order(),
        isReadExit() ? needed() : null,
        isReadExit() ? covered() : null,
        problems.isEmpty(),
        joined(problems));
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    checkProcess(problems);
    if (orders == null) {
      problems.add("the broker could not be asked: " + brokerError);
    } else {
      checkOrders(problems);
    }
    return problems;
  }

  private boolean isReadExit() {
    return orders != null && slot.slot() == Slot.EXIT;
  }

  /** Returns the covered quantity; an order that is being cancelled or replaced covers nothing. */
  private BigDecimal covered() {
    return orders.stream()
        .filter(ConsistencyCheck::isWorking)
        .map(own -> own.order().remaining())
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .min(needed());
  }

  /** Returns the finding for a wanted exit; supervision itself reports an ended process. */
  ConsistencyFinding finding(ConsistencySettings settings) {
    BigDecimal uncovered =
        orders != null && orders.isEmpty() && slot.slot() == Slot.EXIT ? needed() : BigDecimal.ZERO;
    boolean reportedBySupervision = state.pid() == 0 && state.error() != null;
    String words = reportedBySupervision && uncovered.signum() == 0 ? "" : joined(problems());
    return new ConsistencyFinding(
        slot, state.generation(), words, uncovered, settings.patience(state.wish().poll()));
  }

  private boolean wanted() {
    return state != null && state.wanted();
  }

  private void checkProcess(List<String> problems) {
    boolean runs = state != null && state.pid() > 0;
    if (wanted() && !runs) {
      problems.add("wanted, but no process runs" + lastError(state.state()));
    } else if (runs && !wanted()) {
      problems.add("a process runs that nobody wants; it is being ended");
    } else if (runs && state.processGeneration() != state.generation()) {
      problems.add(
          "the process is of generation %d, not %d; it is being replaced"
              .formatted(state.processGeneration(), state.generation()));
    }
  }

  private void checkOrders(List<String> problems) {
    List<OwnOrder> working = orders.stream().filter(ConsistencyCheck::isWorking).toList();
    if (!wanted()) {
      if (!orders.isEmpty()) {
        problems.add("an order rests that no watcher keeps; it may still fill");
      }
      return;
    }
    if (working.size() > 1) {
      problems.add(
          working.size() + " orders rest where one may; cancel-duplicates leaves the newest");
      return;
    }
    if (working.size() == 1) {
      checkOrder(working.get(0), problems);
    } else if (slot.slot() == Slot.EXIT && needed().signum() > 0) {
      problems.add(plain(needed()) + " are held and no order closes them" + lastError(null));
    }
  }

  /**
   * Returns the last state and error of the watcher, often the reason for a missing order.
   *
   * @param fallback text without an error; null = none
   */
  private String lastError(String fallback) {
    if (state.error() != null) {
      return " (" + state.state() + ": " + state.error() + ")";
    }
    return fallback == null ? "" : " (" + fallback + ")";
  }

  private void checkOrder(OwnOrder own, List<String> problems) {
    Order order = own.order();
    if (own.generation() > state.generation()) {
      problems.add(
          "the order is of generation %d, which is newer than the wish"
              .formatted(own.generation()));
    }
    if (order.limitPrice() == null) {
      problems.add("the order has no limit");
    } else if (!priceAgrees(own)) {
      problems.add(
          "the order is at " + plain(order.limitPrice()) + ", not at " + sent(state.wish()));
    }
    boolean whole = slot.slot() == Slot.EXIT && state.wish().quantity().isEmpty();
    if (whole && order.remaining().compareTo(needed()) < 0) {
      problems.add(
          "the order closes "
              + plain(order.remaining())
              + " of "
              + plain(needed())
              + lastError(null));
    }
  }

  /**
   * An exit keeps an order within its tolerance, also of an earlier generation of the same wish. An
   * order of the present watcher may have a more passive price than the wish, because it never
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
      BigDecimal permitted = wish.tolerance().multiply(limit.abs().max(sent));
      return (current && noWorse) || limit.subtract(sent).abs().compareTo(permitted) <= 0;
    }
    return current ? noWorse : limit.compareTo(sent) == 0;
  }

  /** Returns the quantity to cover; zero for an entry, or without a position to close. */
  private BigDecimal needed() {
    boolean closes =
        slot.key().side() == Side.BUY ? coverable.signum() > 0 : coverable.signum() < 0;
    return closes ? increments.round(coverable.abs()) : BigDecimal.ZERO;
  }

  private static boolean isWorking(OwnOrder own) {
    OrderStatus status = own.order().status();
    return own.order().isOpen()
        && status != OrderStatus.PENDING_CANCEL
        && status != OrderStatus.PENDING_REPLACE;
  }

  private static String joined(List<String> problems) {
    return String.join("; ", problems);
  }

  private String supervisor() {
    if (!wanted()) {
      return state != null && state.heldSince() != null ? state.heldWords() : "nothing wanted";
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

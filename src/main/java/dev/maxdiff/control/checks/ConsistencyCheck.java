package dev.maxdiff.control.checks;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.MinimumOrderValue;
import dev.maxdiff.domain.PlacementPrice;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.ExitCoverage;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.supervision.SlotView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares wish, process and open order of one slot (DESIGN 4.6). Pure.
 *
 * @param state supervision's view; null if only an order of the slot exists
 * @param orders the slot's open orders; null if the broker could not be read
 * @param coverage of the exit; null for an entry, and if the broker could not be read
 * @param brokerError reason for {@code orders} being null
 */
record ConsistencyCheck(
    SlotId slot,
    SlotView state,
    List<OwnOrder> orders,
    ExitCoverage coverage,
    Increments increments,
    String brokerError) {

  /** The state of a watcher whose order the broker refuses for its size. */
  private static final String UNSELLABLE = "unsellable";

  /**
   * @param isNaked whether the exit has been uncovered for longer than the patience
   */
  ConsistencyView view(boolean isNaked) {
    List<String> problems = problems();
    ExitNotice notice = notice();
    return new ConsistencyView(
        slot.key(),
        slot.slot(),
        supervisor(),
        process(),
        order(),
        coverage == null ? null : coverage.closable(),
        coverage == null ? null : coverage.closing().min(coverage.closable()),
        notice == null ? null : notice.state(isNaked) + ": " + notice.words(),
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

  /** Returns what is not covered or not watched; null = nothing. */
  ExitNotice notice() {
    if (coverage == null) {
      return null;
    }
    return switch (coverage.state()) {
      case UNCOVERED -> uncovered(ExitNotice.Kind.UNCOVERED);
      case UNTIL_OPENING -> uncovered(ExitNotice.Kind.UNTIL_OPENING);
      case UNSELLABLE -> notice(ExitNotice.Kind.UNSELLABLE, coverage.words());
      case COVERED ->
          isHeld() && coverage.closable().signum() > 0
              ? notice(ExitNotice.Kind.UNWATCHED, "its order rests, " + state.heldWords())
              : null;
    };
  }

  private ExitNotice uncovered(ExitNotice.Kind kind) {
    return wanted() && UNSELLABLE.equals(state.state())
        ? notice(ExitNotice.Kind.UNSELLABLE, coverage.words() + lastError(null))
        : notice(kind, coverage.words() + lastError(null));
  }

  private ExitNotice notice(ExitNotice.Kind kind, String words) {
    boolean isCovered = coverage.missing().signum() == 0;
    return new ExitNotice(kind, isCovered ? coverage.closable() : coverage.missing(), words);
  }

  private boolean isHeld() {
    return !wanted() && state != null && state.heldSince() != null;
  }

  /** Returns the finding for an exit; supervision itself reports an ended process. */
  ConsistencyFinding finding(ConsistencySettings settings) {
    ExitNotice notice = notice();
    boolean isUncovered = notice != null && notice.kind() == ExitNotice.Kind.UNCOVERED;
    boolean reportedBySupervision = wanted() && state.pid() == 0 && state.error() != null;
    String words = reportedBySupervision && !isUncovered ? "" : joined(problems());
    return new ConsistencyFinding(
        slot,
        state == null ? 0 : state.generation(),
        wanted() || isUncovered ? words : "",
        notice,
        settings.patience(wanted() ? state.wish().poll() : Duration.ZERO));
  }

  /** Returns whether the slot has a wish, a process, a hold, an open order or a notice. */
  boolean isShown() {
    boolean isInUse =
        state != null && (state.wanted() || state.pid() > 0 || state.heldSince() != null);
    return isInUse || (orders != null && !orders.isEmpty()) || notice() != null;
  }

  boolean wanted() {
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
    List<OwnOrder> working = orders.stream().filter(ExitCoverage::isWorking).toList();
    if (!wanted()) {
      boolean isUnwatched = isHeld() && slot.slot() == Slot.EXIT;
      if (!orders.isEmpty() && !isUnwatched) {
        problems.add("an order rests that no watcher keeps; it may still fill");
      }
    } else if (working.size() > 1) {
      problems.add(
          working.size() + " orders rest where one may; cancel-duplicates leaves the newest");
    } else if (working.size() == 1) {
      checkOrder(working.get(0), problems);
    }
    ExitNotice notice = notice();
    if (notice != null && notice.kind() == ExitNotice.Kind.UNCOVERED && working.size() < 2) {
      problems.add(notice.words());
    }
  }

  /**
   * Returns the last state and error of the watcher, often the reason for a missing order.
   *
   * @param fallback text without an error; null = none
   */
  private String lastError(String fallback) {
    if (wanted() && state.error() != null) {
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
  }

  /**
   * Returns whether the watcher would leave the order at its price. The check has no quote: an
   * order of this wish counts as right at every price that is no worse than the wish, because it is
   * placed where the market is ({@link PlacementPrice}).
   */
  private boolean priceAgrees(OwnOrder own) {
    Wish wish = state.wish();
    Order order = own.order();
    boolean isOfThisWish = own.generation() >= state.firstGeneration();
    PlacementPrice rule = PlacementPrice.of(wish, increments);
    if (slot.slot() == Slot.ENTRY) {
      return isOfThisWish
          ? !rule.isWorse(order.limitPrice())
          : rule.serves(order.limitPrice(), null);
    }
    return rule.fits(order.limitPrice(), isOfThisWish, null, wish.tolerance())
        || MinimumOrderValue.isSmallRest(
            slot.key().symbol(), order.filledQuantity(), order.remaining(), order.limitPrice());
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

package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.DuplicateOrderRule;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Executes one {@link OrderTask} on a thread that may block. */
final class OrderTaskRunner {

  private final Symbol symbol;
  private final GatewayContext context;
  private final OrderSender sender;

  OrderTaskRunner(Symbol symbol, GatewayContext context, IntentJournal journal) {
    this.symbol = symbol;
    this.context = context;
    this.sender = new OrderSender(symbol, context, journal);
  }

  OrderAnswer run(OrderTask task) {
    try {
      if (task instanceof OrderTask.Place place) {
        return published(place.order().authority(), sender.send(place.order()));
      } else if (task instanceof OrderTask.Replace replace) {
        return replace(replace);
      } else if (task instanceof OrderTask.Cancel cancel) {
        return cancel(cancel);
      } else if (task instanceof OrderTask.CancelSlots slots) {
        return cancelSlots(slots);
      } else {
        return cancelSurplus((OrderTask.CancelSurplus) task);
      }
    } catch (BrokerException e) {
      // the sender handles failures of its own requests; so a read failed, unless this is a cancel
      boolean unread = e.isOutcomeUnknown() && !(task instanceof OrderTask.Cancel);
      return unread ? OrderRefusal.notSent(e) : OrderRefusal.from(e);
    } catch (IntentJournal.JournalException e) {
      return OrderRefusal.notSent("journal_unavailable", e.getMessage());
    }
  }

  private OrderAnswer replace(OrderTask.Replace task) {
    Optional<Order> found = ownOrder(task.authority().slot(), task.id());
    if (found.isEmpty()) {
      return OrderRefusal.notFound(task.id());
    }
    Order old = found.get();
    Optional<OrderRefusal> unfit = unfit(old);
    if (unfit.isPresent()) {
      return unfit.get();
    }
    ProposedOrder proposal = proposal(task.authority(), task.change(), old);
    if (isPatchable(old, proposal)) {
      OrderAnswer answer = sender.send(proposal);
      if (!(answer instanceof OrderRefusal refused && refused.isUnprocessable())) {
        return published(task.authority(), answer);
      }
    }
    return published(task.authority(), cancelThenSend(proposal, old));
  }

  private static Optional<OrderRefusal> unfit(Order old) {
    if (!old.isOpen()) {
      return Optional.of(
          OrderRefusal.unprocessable("not_open", "order " + old.id() + " is " + old.status()));
    }
    boolean leaving =
        old.status() == OrderStatus.PENDING_CANCEL || old.status() == OrderStatus.PENDING_REPLACE;
    return leaving ? Optional.of(awaitingRelease(old)) : Optional.empty();
  }

  private static ProposedOrder proposal(
      WatcherAuthority authority, ReplaceRequest change, Order old) {
    return new ProposedOrder(
        authority,
        old.side(),
        change.quantity() == null ? old.remaining() : change.quantity().value(),
        change.limitPrice() == null ? new Price(old.limitPrice()) : change.limitPrice(),
        change.timeInForce() == null ? old.timeInForce() : change.timeInForce(),
        old);
  }

  /**
   * Whether the order can be replaced in place. Alpaca patches whole quantities of resting orders;
   * the gateway patches unfilled orders to the same quantity only. The patch names no quantity:
   * fills of the old order while the patch is in transit would otherwise be ordered a second time.
   */
  private static boolean isPatchable(Order old, ProposedOrder proposal) {
    return old.status() == OrderStatus.NEW
        && old.filledQuantity().signum() == 0
        && isWhole(old.quantity())
        && proposal.quantity().compareTo(old.quantity()) == 0;
  }

  private static boolean isWhole(BigDecimal quantity) {
    return quantity.stripTrailingZeros().scale() <= 0;
  }

  private OrderAnswer cancelThenSend(ProposedOrder proposal, Order old) {
    Optional<OrderRefusal> denied = sender.denial(proposal);
    if (denied.isPresent()) {
      return denied.get(); // the old order stays
    }
    long deadline = System.nanoTime() + context.settings().orders().releasePatience().toNanos();
    askToCancel(old);
    Order ended = awaitTerminal(old, proposal.authority(), deadline);
    context.upstream().invalidate();
    if (ended.isOpen()) {
      return awaitingRelease(ended);
    }
    BigDecimal filledMeanwhile = ended.filledQuantity().subtract(old.filledQuantity());
    BigDecimal rest = proposal.quantity().subtract(filledMeanwhile);
    if (rest.signum() <= 0) {
      return OrderRefusal.unprocessable(
          "filled", "order " + old.id() + " filled before it could be replaced");
    }
    return sendOnceReleased(proposal.alone().withQuantity(rest), deadline);
  }

  /**
   * Sends the order and retries while the broker still reserves the quantity of the ended order.
   */
  private OrderAnswer sendOnceReleased(ProposedOrder order, long deadline) {
    while (true) {
      OrderAnswer answer = sender.send(order);
      boolean reserved = answer instanceof OrderRefusal refused && refused.isReservedAtBroker();
      if (!reserved) {
        return answer;
      }
      if (System.nanoTime() >= deadline || !context.tokens().isCurrent(order.authority())) {
        return OrderRefusal.of(
            OrderRefusal.Kind.DENIED,
            OrderRefusal.AWAITING_RELEASE,
            ((OrderRefusal) answer).message());
      }
      pause();
    }
  }

  private Order awaitTerminal(Order order, WatcherAuthority authority, long deadline) {
    Order seen = order;
    while (true) {
      seen = context.upstream().order(order.id()).orElse(seen);
      boolean over = System.nanoTime() >= deadline || !context.tokens().isCurrent(authority);
      if (!seen.isOpen() || over) {
        return seen;
      }
      pause();
    }
  }

  private static OrderRefusal awaitingRelease(Order order) {
    return OrderRefusal.of(
        OrderRefusal.Kind.DENIED,
        OrderRefusal.AWAITING_RELEASE,
        "denied: order " + order.id() + " is still " + order.status() + " and holds its quantity");
  }

  private OrderAnswer cancel(OrderTask.Cancel task) {
    if (!context.tokens().isCurrent(task.authority())) {
      return OrderRefusal.stale(task.authority());
    }
    if (ownOrder(task.authority().slot(), task.id()).isEmpty()) {
      return OrderRefusal.notFound(task.id());
    }
    try {
      context.broker().cancel(task.id());
      return new OrderAnswer.CancelAccepted();
    } finally {
      context.upstream().invalidate();
    }
  }

  private OrderAnswer cancelSlots(OrderTask.CancelSlots task) {
    return cancelAll(
        own ->
            task.slots().contains(own.slot())
                && (task.evenCurrent() || context.tokens().isLeft(own)),
        task.deadline());
  }

  /**
   * Cancels the duplicates of the first observation; after their end the remaining orders are not
   * duplicates.
   */
  private OrderAnswer cancelSurplus(OrderTask.CancelSurplus task) {
    List<OwnOrder> ofSymbol = open(own -> own.order().symbol().equals(symbol));
    Set<String> ids =
        DuplicateOrderRule.ofSlots(ofSymbol).stream()
            .map(own -> own.order().id())
            .collect(Collectors.toUnmodifiableSet());
    return cancelAll(own -> ids.contains(own.order().id()), task.deadline());
  }

  private OrderAnswer cancelAll(Predicate<OwnOrder> unwanted, long deadline) {
    Set<String> requested = new HashSet<>();
    while (true) {
      List<Order> open = open(unwanted).stream().map(OwnOrder::order).toList();
      open.stream().filter(order -> requested.add(order.id())).forEach(this::askToCancel);
      if (open.isEmpty() || System.nanoTime() >= deadline) {
        return new OrderAnswer.Unconfirmed(open);
      }
      pause();
    }
  }

  private List<OwnOrder> open(Predicate<OwnOrder> wanted) {
    return context.upstream().snapshot(Duration.ZERO).value().ledger().open().stream()
        .filter(wanted)
        .toList();
  }

  /** Requests a cancel; the result is read from the order, not from this answer. */
  private void askToCancel(Order order) {
    try {
      context.broker().cancel(order.id());
    } catch (BrokerException e) {
      if (e.failure() != BrokerException.Failure.REJECTED) { // rejected: terminal or pending
        context
            .events()
            .accept(new OrderEvent.Alert("cancel of " + order.id() + ": " + e.getMessage()));
      }
    } finally {
      context.upstream().invalidate();
    }
  }

  private Optional<Order> ownOrder(SlotId slot, String id) {
    return context.upstream().snapshot(Duration.ZERO).value().ledger().own().stream()
        .filter(own -> own.slot().equals(slot) && own.order().id().equals(id))
        .map(OwnOrder::order)
        .findFirst();
  }

  private OrderAnswer published(WatcherAuthority authority, OrderAnswer answer) {
    if (answer instanceof OrderRefusal refused) {
      context
          .events()
          .accept(
              new OrderEvent.Denied(
                  authority.slot(), authority.generation(), refused.reason(), refused.message()));
    }
    return answer;
  }

  private void pause() {
    LockSupport.parkNanos(context.settings().orders().releasePause().toNanos());
  }
}

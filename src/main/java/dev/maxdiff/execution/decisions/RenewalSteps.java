package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The steps that renew an order before the broker ends it for its age: replaced in place where the
 * broker allows, else cancelled and sent anew like any order that is moved. An order without a
 * current generation is left, with an alert. Pure.
 */
final class RenewalSteps {

  private final Symbol symbol;
  private final Duration before;
  private final QueueSteps queue;

  /** Gets the answer of the renewal of an order, named by the broker's id. */
  record Renewer(String id) implements Requester {}

  /**
   * @param before time before the end at which an order is renewed
   */
  RenewalSteps(Symbol symbol, Duration before, QueueSteps queue) {
    this.symbol = symbol;
    this.before = before;
    this.queue = queue;
  }

  /** Begins the renewal of the orders that the broker will end soon. */
  void observed(StepDraft draft) {
    Set<String> open =
        draft.surroundings().open(symbol).stream()
            .map(own -> own.order().id())
            .collect(Collectors.toCollection(TreeSet::new));
    draft.work(draft.work().with(draft.work().renewals().keeping(open, draft.nanos())));
    draft.surroundings().open(symbol).stream()
        .filter(own -> endsSoon(own.order(), draft.surroundings().at()))
        .filter(own -> draft.work().renewals().isDue(own.slot(), draft.nanos()))
        .forEach(own -> renew(draft, own));
  }

  /** An open order whose end has passed here follows another clock: an exchange that replays. */
  private boolean endsSoon(Order order, Instant now) {
    return order.timeInForce() == TimeInForce.GTC
        && order.expiresAt() != null
        && !now.isBefore(order.expiresAt().minus(before))
        && now.isBefore(order.expiresAt());
  }

  private void renew(StepDraft draft, OwnOrder own) {
    String id = own.order().id();
    draft.work(draft.work().with(draft.work().renewals().begun(own.slot(), draft.nanos())));
    Optional<WatcherAuthority> authority = draft.authorities().current(own.slot());
    if (authority.isPresent()) {
      OrderTask task = new OrderTask.Renew(authority.get(), id);
      queue.enqueue(draft, new TaskQueue.Waiting(task, new Renewer(id)));
    } else if (!isUnwanted(own, draft.authorities())) {
      tell(draft, own, "no watcher renews it");
    }
  }

  private static boolean isUnwanted(OwnOrder own, Authorities authorities) {
    return authorities.isCancelled(own.slot()) || authorities.isPaused(own.slot());
  }

  /** Tells of the first failure; a replaced order is gone at the next observation. */
  void renewed(StepDraft draft, String id, OrderAnswer answer) {
    if (answer instanceof OrderRefusal refusal) {
      draft.surroundings().open(symbol).stream()
          .filter(own -> own.order().id().equals(id))
          .findFirst()
          .ifPresent(own -> tell(draft, own, "it could not be renewed: " + refusal.message()));
    }
  }

  private static void tell(StepDraft draft, OwnOrder own, String why) {
    Order order = own.order();
    if (!draft.work().renewals().told().contains(order.id())) {
      draft.work(draft.work().with(draft.work().renewals().told(order.id())));
      draft.publish(
          new OrderEvent.Alert(
              own.slot()
                  + ": the broker ends order "
                  + order.clientOrderId()
                  + " for its age at "
                  + order.expiresAt()
                  + "; "
                  + why));
    }
  }
}

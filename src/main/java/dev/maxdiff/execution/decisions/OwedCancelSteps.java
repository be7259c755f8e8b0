package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The steps that repeat the cancel of unwanted orders until none is open. Pure. */
final class OwedCancelSteps {

  private final Symbol symbol;
  private final Duration firstPause;
  private final QueueSteps queue;

  OwedCancelSteps(Symbol symbol, Duration firstPause, QueueSteps queue) {
    this.symbol = symbol;
    this.firstPause = firstPause;
    this.queue = queue;
  }

  /**
   * Takes on the unwanted orders that the broker shows: a cancel may have been lost, or an order
   * may have appeared after it.
   */
  void observed(StepDraft draft) {
    List<SlotId> slots =
        draft.surroundings().open(symbol).stream()
            .filter(own -> isUnwanted(own, draft.authorities()))
            .map(OwnOrder::slot)
            .distinct()
            .toList();
    if (!draft.work().owed().slots().containsAll(slots)) {
      draft.work(draft.work().with(draft.work().owed().with(slots)));
      later(draft);
    }
  }

  private static boolean isUnwanted(OwnOrder own, Authorities authorities) {
    return authorities.isPaused(own.slot())
        || authorities.isCancelled(own.slot()) && authorities.isLeft(own);
  }

  /** Begins the cancel unless one waits or runs. */
  void begin(StepDraft draft) {
    OwedCancels owed = draft.work().owed().stillUnwanted(draft.authorities());
    if (!owed.mayCancel()) {
      draft.work(draft.work().with(owed));
      return;
    }
    OwedCancels next = owed.cancellingAll();
    draft.work(draft.work().with(next));
    queue.enqueue(draft, new TaskQueue.Waiting(next.cancel(), OwedCancels.Canceller.INSTANCE));
  }

  void cancelled(StepDraft draft, OrderAnswer answer) {
    boolean isConfirmed = answer instanceof OrderAnswer.Unconfirmed left && left.orders().isEmpty();
    OwedCancels before = draft.work().owed();
    OwedCancels owed = isConfirmed ? before.confirmed() : before.failed();
    if (owed.mustBeTold()) {
      draft.publish(new OrderEvent.Alert(words(owed, answer)));
      owed = owed.told();
    }
    draft.work(draft.work().with(owed));
    later(draft);
  }

  private static String words(OwedCancels owed, OrderAnswer answer) {
    String slots = owed.slots().stream().map(SlotId::toString).collect(Collectors.joining(", "));
    return slots + ": " + openWords(answer) + "; the cancel is repeated until no order is open";
  }

  private static String openWords(OrderAnswer answer) {
    if (answer instanceof OrderAnswer.Unconfirmed left) {
      String orders =
          left.orders().stream().map(Order::clientOrderId).collect(Collectors.joining(", "));
      String failures = String.join("; ", left.failures());
      return "order "
          + orders
          + " is still open"
          + (failures.isEmpty() ? "" : " (" + failures + ")");
    }
    return answer instanceof OrderRefusal refusal ? refusal.message() : "no answer";
  }

  /** Schedules the next cancel. */
  void later(StepDraft draft) {
    OwedCancels owed = draft.work().owed().stillUnwanted(draft.authorities());
    draft.work(draft.work().with(owed));
    if (owed.mayCancel()) {
      draft.startTimer(
          new OrderManagerTimer.CancelAgain(), draft.moment().atLeast(owed.pause(firstPause)));
    }
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.TaskState.CancellingSeveral;
import dev.maxdiff.execution.decisions.TaskState.Selection;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps that cancel several orders: look, cancel what is open, look again after a pause, until
 * none is open or the deadline has passed. Pure.
 */
final class CancelSteps {

  private final Symbol symbol;
  private final Duration pause;

  CancelSteps(Symbol symbol, Duration pause) {
    this.symbol = symbol;
    this.pause = pause;
  }

  Step begin(Selection selection, long deadline) {
    return Step.to(
        new CancellingSeveral(selection, Set.of(), Set.of(), List.of(), deadline),
        new TaskEffect.ReadLedger());
  }

  /**
   * Selects the duplicates of this look; after their end the remaining orders are not duplicates.
   */
  Step selected(PositionLedger ledger, long deadline) {
    List<OwnOrder> ofSymbol =
        ledger.open().stream().filter(own -> own.order().symbol().equals(symbol)).toList();
    Set<String> ids =
        DuplicateOrderRule.ofSlots(ofSymbol).stream()
            .map(own -> own.order().id())
            .collect(Collectors.toUnmodifiableSet());
    return begin(new TaskState.WithIds(ids), deadline);
  }

  Step on(CancellingSeveral state, TaskInput input, Moment moment) {
    if (input instanceof TaskInput.LedgerRead read) {
      return looked(state, read.ledger(), moment);
    } else if (input instanceof TaskInput.CancelAccepted accepted) {
      return answered(state, accepted.id(), moment);
    } else if (input instanceof TaskInput.CancelFailed failed) {
      return answered(state, failed.id(), moment).after(failures(failed.id(), failed.failure()));
    }
    return Step.to(state, new TaskEffect.ReadLedger());
  }

  private Step looked(CancellingSeveral state, PositionLedger ledger, Moment moment) {
    List<Order> open =
        ledger.open().stream()
            .filter(own -> state.selection().includes(own, moment.authorities()))
            .map(OwnOrder::order)
            .toList();
    List<String> next =
        open.stream().map(Order::id).filter(id -> !state.requested().contains(id)).toList();
    if (next.isEmpty()) {
      return open.isEmpty() || moment.isPast(state.deadline())
          ? ended(open)
          : Step.to(state, new TaskEffect.Wait(pause));
    }
    Set<String> requested = new HashSet<>(state.requested());
    requested.addAll(next);
    List<TaskEffect> requests = new ArrayList<>();
    next.forEach(id -> requests.add(new TaskEffect.Cancel(id)));
    return new Step(
        new CancellingSeveral(
            state.selection(), requested, Set.copyOf(next), open, state.deadline()),
        requests);
  }

  private Step answered(CancellingSeveral state, String id, Moment moment) {
    Set<String> unanswered = new HashSet<>(state.unanswered());
    unanswered.remove(id);
    CancellingSeveral next =
        new CancellingSeveral(
            state.selection(), state.requested(), unanswered, state.open(), state.deadline());
    if (!unanswered.isEmpty()) {
      return Step.to(next);
    }
    Step step =
        moment.isPast(state.deadline())
            ? ended(state.open())
            : Step.to(next, new TaskEffect.Wait(pause));
    return step.after(new TaskEffect.OutdateReads());
  }

  private static Step ended(List<Order> open) {
    return Step.to(new TaskState.Ended(), new TaskEffect.Answer(new OrderAnswer.Unconfirmed(open)));
  }

  /** Returns the alert about a failed cancel; the order itself shows the result of the others. */
  static List<TaskEffect> failures(String id, BrokerException e) {
    return e.failure() == BrokerException.Failure.REJECTED // terminal, or a cancel is pending
        ? List.of()
        : List.of(
            new TaskEffect.Publish(
                new OrderEvent.Alert("cancel of " + id + ": " + e.getMessage())));
  }
}

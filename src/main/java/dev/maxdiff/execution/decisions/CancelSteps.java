package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.TaskState.CancelFailure;
import dev.maxdiff.execution.decisions.TaskState.CancellingSeveral;
import dev.maxdiff.execution.decisions.TaskState.Selection;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderSettings;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps that cancel several orders: look, cancel what is open, look again after a pause, until
 * none is open or the deadline has passed. A cancel that the broker did not take is repeated, each
 * time after a longer pause. Pure.
 */
final class CancelSteps {

  private static final int MOST_DOUBLINGS = 10;

  private final Symbol symbol;
  private final Duration pause;
  private final Duration firstPauseAfterFailure;

  CancelSteps(Symbol symbol, OrderSettings settings) {
    this.symbol = symbol;
    this.pause = settings.releasePause();
    this.firstPauseAfterFailure = settings.lookupInterval();
  }

  Step begin(Selection selection, long deadline) {
    return Step.to(
        new CancellingSeveral(selection, Set.of(), Set.of(), Map.of(), List.of(), deadline),
        new TaskEffect.ReadLedger());
  }

  /**
   * Selects the duplicates of this look; after their end the remaining orders are not duplicates.
   */
  Step selected(PositionLedger ledger, long deadline) {
    Set<String> ids =
        DuplicateOrderRule.ofSlots(ledger.open(symbol)).stream()
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
      return answered(failed(state, failed, moment), failed.id(), moment)
          .after(alert(state, failed));
    }
    return Step.to(state, new TaskEffect.ReadLedger());
  }

  private Step looked(CancellingSeveral state, PositionLedger ledger, Moment moment) {
    List<Order> open =
        ledger.open(symbol).stream()
            .filter(own -> state.selection().includes(own, moment.authorities()))
            .map(OwnOrder::order)
            .toList();
    List<String> next =
        open.stream().map(Order::id).filter(id -> !state.requested().contains(id)).toList();
    if (next.isEmpty()) {
      return open.isEmpty() || moment.isPast(state.deadline())
          ? ended(state, open)
          : Step.to(state, new TaskEffect.Wait(pause));
    }
    Set<String> requested = new HashSet<>(state.requested());
    requested.addAll(next);
    List<TaskEffect> requests = new ArrayList<>();
    next.forEach(id -> requests.add(new TaskEffect.Cancel(id)));
    return new Step(
        new CancellingSeveral(
            state.selection(),
            requested,
            Set.copyOf(next),
            state.failures(),
            open,
            state.deadline()),
        requests);
  }

  private Step answered(CancellingSeveral state, String id, Moment moment) {
    Set<String> unanswered = new HashSet<>(state.unanswered());
    unanswered.remove(id);
    CancellingSeveral next =
        new CancellingSeveral(
            state.selection(),
            state.requested(),
            unanswered,
            state.failures(),
            state.open(),
            state.deadline());
    if (!unanswered.isEmpty()) {
      return Step.to(next);
    }
    Step step =
        moment.isPast(state.deadline())
            ? ended(next, next.open())
            : Step.to(next, new TaskEffect.Wait(pauseAfter(next, moment)));
    return step.after(new TaskEffect.OutdateReads());
  }

  /** Returns the pause before the next look; it repeats the cancels that were not taken. */
  private Duration pauseAfter(CancellingSeveral state, Moment moment) {
    return state.open().stream()
        .map(Order::id)
        .filter(id -> !state.requested().contains(id))
        .map(id -> moment.atLeast(pauseAfterFailure(state.failures().get(id).times())))
        .max(Comparator.naturalOrder())
        .orElse(pause);
  }

  private Duration pauseAfterFailure(int times) {
    return firstPauseAfterFailure.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
  }

  /** A cancel that was not taken is repeated if time is left. */
  private CancellingSeveral failed(
      CancellingSeveral state, TaskInput.CancelFailed failed, Moment moment) {
    if (!isRepeated(failed.failure())) {
      return state;
    }
    CancelFailure before = state.failures().get(failed.id());
    int times = before == null ? 1 : before.times() + 1;
    Map<String, CancelFailure> failures = new HashMap<>(state.failures());
    failures.put(failed.id(), new CancelFailure(failed.failure().getMessage(), times));
    Set<String> requested = new HashSet<>(state.requested());
    long pause = moment.atLeast(pauseAfterFailure(times)).toNanos();
    if (moment.nanos() + pause - state.deadline() < 0) {
      requested.remove(failed.id());
    }
    return new CancellingSeveral(
        state.selection(), requested, state.unanswered(), failures, state.open(), state.deadline());
  }

  private static Step ended(CancellingSeveral state, List<Order> open) {
    List<String> failures =
        open.stream()
            .map(order -> state.failures().get(order.id()))
            .filter(Objects::nonNull)
            .map(CancelFailure::words)
            .distinct()
            .toList();
    return Step.to(
        new TaskState.Ended(), new TaskEffect.Answer(new OrderAnswer.Unconfirmed(open, failures)));
  }

  /** Returns the alert about the first failure of a cancel; {@link OwedCancels} has its own. */
  private static List<TaskEffect> alert(CancellingSeveral state, TaskInput.CancelFailed failed) {
    boolean isFirst = !state.failures().containsKey(failed.id());
    return isFirst && !(state.selection() instanceof TaskState.UnwantedOf)
        ? failures(failed.id(), failed.failure())
        : List.of();
  }

  /** Returns the alert about a failed cancel; the order itself shows the result of the others. */
  static List<TaskEffect> failures(String id, BrokerException e) {
    return isRepeated(e)
        ? List.of(
            new TaskEffect.Publish(new OrderEvent.Alert("cancel of " + id + ": " + e.getMessage())))
        : List.of();
  }

  /** A rejected order is terminal, or its cancel is pending. */
  private static boolean isRepeated(BrokerException e) {
    return e.failure() != BrokerException.Failure.REJECTED;
  }
}

package dev.maxdiff.control;

import dev.maxdiff.broker.Order;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Executes stop and kill-all: withdraws wishes, holds their slots and waits for the ends of their
 * orders.
 */
final class Withdrawals {

  static final String HELD_BY_KILL_ALL = "every key is held until 'maxdiff resume --all'";

  private static final String STOPPED_BY_LOOP = "stopped";
  private static final String STOPPED_BY_OPERATOR = "stopped by an operator";
  private static final String KILL_ALL = "kill-all";

  private static final String UNCONFIRMED =
      "its cancel could not be confirmed; it is repeated until the order has ended";

  private final Supervisors supervisors;
  private final OrderGateway gateway;
  private final EventBus events;
  private final Duration patience;
  private final InstantSource clock;

  Withdrawals(
      Supervisors supervisors,
      OrderGateway gateway,
      EventBus events,
      Duration patience,
      InstantSource clock) {
    this.supervisors = supervisors;
    this.gateway = gateway;
    this.events = events;
    this.patience = patience;
    this.clock = clock;
  }

  /** Withdraws the matching wishes; an operator's request also holds the slots of their keys. */
  CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    Set<SlotId> slots = request.isOperators() ? ofKnownKeys(request) : occupied(request);
    Set<SlotId> owed = request.keepOrders() ? Set.of() : owed(request, slots);
    if (slots.isEmpty()) {
      return cancelledAgain(owed);
    }
    CompletionStage<List<StopAnswer>> stopped =
        request.isOperators()
            ? supervisors
                .hold(slots, request.keepOrders(), STOPPED_BY_OPERATOR)
                .thenApply(this::held)
            : supervisors
                .withdraw(slots, request.keepOrders(), STOPPED_BY_LOOP)
                .thenApply(outcomes -> answers(outcomes, ""));
    return request.keepOrders()
        ? stopped
        : stopped.thenCompose(answers -> afterCancels(answers, union(slots, owed)));
  }

  /** Returns the matching slots that were stopped earlier, and whose orders are still open. */
  private Set<SlotId> owed(StopRequest request, Set<SlotId> stopped) {
    return gateway.owedCancels().stream()
        .filter(slot -> request.matches(slot.key()) && request.matches(slot.slot()))
        .filter(slot -> !stopped.contains(slot))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<SlotId> union(Set<SlotId> some, Set<SlotId> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
  }

  private CompletionStage<List<StopAnswer>> cancelledAgain(Set<SlotId> owed) {
    return owed.isEmpty()
        ? CompletableFuture.completedFuture(List.of())
        : gateway
            .cancelOrders(owed, patience)
            .thenApply(
                open ->
                    open.isEmpty()
                        ? owed.stream().sorted().map(Withdrawals::ended).toList()
                        : withUnconfirmed(List.of(), open));
  }

  private static StopAnswer ended(SlotId slot) {
    return new StopAnswer(
        slot.key(), slot.slot(), true, "was stopped before; its order is cancelled now");
  }

  /** Holds every key and withdraws every wish. */
  CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    CompletionStage<List<StopAnswer>> stopped =
        supervisors
            .holdAll(!cancelOrders, KILL_ALL)
            .thenApply(
                outcomes -> {
                  publish(null, HELD_BY_KILL_ALL);
                  List<StopAnswer> answers = new ArrayList<>(answers(outcomes, ""));
                  answers.add(new StopAnswer(null, null, true, HELD_BY_KILL_ALL));
                  return answers;
                });
    return cancelOrders
        ? stopped.thenCompose(
            answers ->
                gateway
                    .cancelAllOrders(EnumSet.allOf(Slot.class), patience)
                    .thenApply(open -> withUnconfirmed(answers, open)))
        : stopped;
  }

  /** Returns the slots with a wish or a process. */
  private Set<SlotId> occupied(StopRequest request) {
    return supervisors.slots().stream()
        .filter(state -> state.wanted() || state.pid() > 0)
        .map(SlotView::slot)
        .filter(slot -> request.matches(slot.key()) && request.matches(slot.slot()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the slots to hold: of every known key, or of the one key that the request names. */
  private Set<SlotId> ofKnownKeys(StopRequest request) {
    Set<WatcherKey> keys = new HashSet<>(supervisors.knownKeys());
    request.key().ifPresent(keys::add);
    return keys.stream()
        .filter(request::matches)
        .flatMap(key -> Stream.of(Slot.values()).filter(request::matches).map(key::slot))
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<StopAnswer> held(List<WithdrawalOutcome> outcomes) {
    outcomes.forEach(outcome -> publish(outcome.slot(), STOPPED_BY_OPERATOR));
    return answers(outcomes, ", held until 'maxdiff resume %s'");
  }

  private void publish(SlotId slot, String words) {
    events.publish(
        new RuntimeEvent(clock.instant(), RuntimeEvent.Kind.HELD, slot, 0, null, null, words));
  }

  private static List<StopAnswer> answers(List<WithdrawalOutcome> outcomes, String suffix) {
    return outcomes.stream()
        .map(
            outcome -> {
              SlotId slot = outcome.slot();
              String words = outcome.words() + suffix.formatted(slot.key().symbol());
              return new StopAnswer(slot.key(), slot.slot(), outcome.done(), words);
            })
        .toList();
  }

  /** Supervision cancels the orders; this request to the gateway waits for their end. */
  private CompletionStage<List<StopAnswer>> afterCancels(
      List<StopAnswer> answers, Set<SlotId> slots) {
    return gateway.cancelOrders(slots, patience).thenApply(open -> withUnconfirmed(answers, open));
  }

  private static List<StopAnswer> withUnconfirmed(List<StopAnswer> answers, List<Order> open) {
    List<StopAnswer> all = new ArrayList<>(answers);
    for (Order order : open) {
      String words = "order " + order.clientOrderId() + ": " + UNCONFIRMED;
      all.add(new StopAnswer(null, null, false, words));
    }
    return List.copyOf(all);
  }
}

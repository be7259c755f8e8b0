package dev.maxdiff.execution.decisions;

import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of an order manager in the making; lives for one call of {@link OrderManagerMachine}.
 */
final class StepDraft {

  private final Surroundings surroundings;
  private final List<OrderManagerEffect> effects = new ArrayList<>();
  private final List<OrderJournalEvent> events = new ArrayList<>();
  private OrderManagerWork work;

  StepDraft(OrderManagerWork work, Surroundings surroundings) {
    this.work = work;
    this.surroundings = surroundings;
  }

  OrderManagerWork work() {
    return work;
  }

  void work(OrderManagerWork next) {
    work = next;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** Returns the circumstances of a task. */
  Moment moment() {
    return surroundings.moment().with(work.forbidden());
  }

  OrderManagerState journal() {
    return surroundings.journal();
  }

  Authorities authorities() {
    return surroundings.moment().authorities();
  }

  long nanos() {
    return surroundings.moment().nanos();
  }

  void effect(OrderManagerEffect effect) {
    effects.add(effect);
  }

  void effect(TaskEffect.Unanswered effect) {
    effects.add(new OrderManagerEffect.Plain(effect));
  }

  void publish(OrderEvent event) {
    effect(new TaskEffect.Publish(event));
  }

  void startTimer(OrderManagerTimer timer, Duration time) {
    effects.add(new OrderManagerEffect.StartTimer(timer, time));
  }

  void continueWith(OrderManagerInput input) {
    effects.add(new OrderManagerEffect.Continue(input));
  }

  void answer(Requester requester, OrderAnswer answer) {
    if (requester instanceof OwedCancels.Canceller) {
      continueWith(new OrderManagerInput.CancelledAgain(answer));
    } else if (requester instanceof RenewalSteps.Renewer renewer) {
      continueWith(new OrderManagerInput.Renewed(renewer.id(), answer));
    } else {
      effects.add(new OrderManagerEffect.Answer(requester, answer));
    }
  }

  void write(OrderJournalEvent event) {
    events.add(event);
  }

  /**
   * Journals the outcome of an intent, unless it was found in the meantime, and ends its lookup.
   */
  void resolve(String clientOrderId, IntentOutcome outcome, Instant takenAt) {
    if (journal().unresolved().containsKey(clientOrderId)) {
      work = work.with(work.lookups().end(clientOrderId));
      events.addAll(
          journal()
              .outcome(clientOrderId, outcome, takenAt, surroundings.working(), surroundings.at()));
    }
  }

  /** Journals the ends of orders that the newest snapshot shows. */
  void writeEnds() {
    if (!journal().working().isEmpty()) {
      events.addAll(journal().ended(surroundings.working(), surroundings.at()));
    }
  }

  OrderManagerStep step() {
    List<OrderManagerEffect> all = new ArrayList<>(effects);
    if (!events.isEmpty()) {
      int first = 0;
      while (first < all.size() && !(all.get(first) instanceof OrderManagerEffect.Continue)) {
        first++;
      }
      all.add(first, new OrderManagerEffect.Continue(new OrderManagerInput.Written(events)));
    }
    return new OrderManagerStep(work, all, events);
  }
}

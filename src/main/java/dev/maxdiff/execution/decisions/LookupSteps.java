package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.decisions.OrderManagerTimer.Absence;
import dev.maxdiff.execution.decisions.OrderManagerTimer.NextLookup;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderSettings;
import java.util.List;
import java.util.Optional;

/**
 * The steps that find out the outcome of an unresolved intent: lookups until the broker shows the
 * order, or until it still does not know it after the waiting time. Pure.
 */
final class LookupSteps {

  private final OrderSettings settings;

  LookupSteps(OrderSettings settings) {
    this.settings = settings;
  }

  /** Forgets the lookups of an order manager whose journal has failed. */
  void restart(StepDraft draft) {
    draft.work(draft.work().with(IntentLookups.NONE));
    beginAll(draft);
  }

  /** Begins the lookup of every unresolved intent; its entry stays committed until then. */
  void beginAll(StepDraft draft) {
    for (OrderIntent intent : draft.journal().unresolved().values()) {
      draft.effect(new OrderManagerEffect.ReserveIntent(intent));
      begin(draft, intent.clientOrderId());
    }
  }

  private void begin(StepDraft draft, String clientOrderId) {
    IntentLookups lookups = draft.work().lookups();
    if (!lookups.isBegun(clientOrderId)) {
      draft.work(draft.work().with(lookups.begin(clientOrderId)));
      draft.startTimer(new Absence(clientOrderId), settings.absentAfter());
      draft.continueWith(new OrderManagerInput.Elapsed(new NextLookup(clientOrderId)));
    }
  }

  void lookUp(StepDraft draft, String clientOrderId) {
    if (draft.journal().unresolved().containsKey(clientOrderId)) {
      draft.effect(new OrderManagerEffect.LookUpOrder(clientOrderId));
    }
  }

  void allowAbsence(StepDraft draft, String clientOrderId) {
    draft.work(draft.work().with(draft.work().lookups().allowAbsence(clientOrderId)));
  }

  void lookedUp(StepDraft draft, String clientOrderId, Optional<Order> found) {
    OrderIntent intent = draft.journal().unresolved().get(clientOrderId);
    if (intent == null) {
      return; // resolved in the meantime
    }
    if (found.isPresent()) {
      draft.resolve(clientOrderId, IntentOutcome.ACCEPTED, found.get().submittedAt());
      draft.continueWith(new OrderManagerInput.Found(intent, found.get()));
    } else if (draft.work().lookups().mayBeAbsent(clientOrderId)) {
      draft.publish(new OrderEvent.Alert(clientOrderId + " never reached the broker"));
      draft.effect(new TaskEffect.FreeCash(intent.slot()));
      draft.resolve(clientOrderId, IntentOutcome.ABSENT, null);
    } else {
      again(draft, clientOrderId);
    }
  }

  /** A broker that does not answer resolves nothing. */
  void failed(StepDraft draft, String clientOrderId) {
    if (draft.journal().unresolved().containsKey(clientOrderId)) {
      again(draft, clientOrderId);
    }
  }

  private void again(StepDraft draft, String clientOrderId) {
    draft.startTimer(new NextLookup(clientOrderId), settings.lookupInterval());
  }

  void found(StepDraft draft, OrderIntent intent, Order order) {
    draft.effect(new TaskEffect.OutdateReads());
    draft.effect(new TaskEffect.FreeCash(intent.slot()));
    draft.publish(OrderEvent.Sent.of(intent));
    DenialSteps.ended(draft, intent.slot());
    ForbiddenSteps.ended(draft, intent.slot());
    if (order.isOpen()) {
      draft.work(draft.work().with(draft.work().owed().with(List.of(intent.slot()))));
    }
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.ForbiddenOrders.Signs;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.OrderEvent;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The steps about orders that the broker forbids. Pure. */
final class ForbiddenSteps {

  private final Symbol symbol;

  ForbiddenSteps(Symbol symbol) {
    this.symbol = symbol;
  }

  /** Holds the next order of the slot back; one alert says it, until an order is accepted. */
  void refused(StepDraft draft, TaskEffect.TellRefusal tell) {
    SlotId slot = tell.authority().slot();
    ForbiddenOrders before = draft.work().forbidden();
    Signs signs = signs(draft, draft.surroundings().newest());
    draft.work(
        draft.work().with(before.with(tell.authority(), tell.refusal(), signs, draft.nanos())));
    if (!before.has(slot)) {
      draft.publish(
          new OrderEvent.Alert(
              slot + ": the broker refuses its order: " + tell.refusal().message()));
    }
  }

  /** The broker has accepted an order of the slot, or the slot wants none any more. */
  static void ended(StepDraft draft, SlotId slot) {
    draft.work(draft.work().with(draft.work().forbidden().without(slot)));
  }

  /**
   * Ends the pauses if another order of the symbol is gone or the account may trade again, and
   * wakes the watchers.
   */
  void seen(StepDraft draft, LedgerSnapshot snapshot) {
    ForbiddenOrders before = draft.work().forbidden();
    if (before.isEmpty()) {
      return;
    }
    ForbiddenOrders next = before.seeing(signs(draft, snapshot));
    draft.work(draft.work().with(next));
    before
        .releasedBy(next, draft.nanos())
        .forEach(slot -> draft.effect(new OrderManagerEffect.NotifyWatchers(slot.key())));
  }

  private Signs signs(StepDraft draft, LedgerSnapshot snapshot) {
    return new Signs(
        open(snapshot, Side.BUY), open(snapshot, Side.SELL), draft.surroundings().standing());
  }

  private Set<String> open(LedgerSnapshot snapshot, Side side) {
    return snapshot == null
        ? Set.of()
        : snapshot.ledger().symbolLedger(symbol).open().stream()
            .filter(order -> order.side() == side)
            .map(Order::id)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}

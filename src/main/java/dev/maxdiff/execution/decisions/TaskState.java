package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of one task of an order manager: what it waits for. Deadlines are monotonic time,
 * nanoseconds.
 */
public sealed interface TaskState {

  /** One order is on its way; its cash may be reserved. */
  sealed interface OfAttempt extends TaskState {

    Attempt attempt();
  }

  /** Waits for the ledger, to find the order that the watcher names. */
  record FindingOrder(OrderTask task) implements TaskState {}

  /** Waits for the scene, to check the order and to write its intent. */
  record Checking(Attempt attempt) implements OfAttempt {}

  /** Waits for the scene, to check the new order before the old one is cancelled. */
  record CheckingFirst(ProposedOrder proposal, Order old) implements TaskState {}

  /**
   * Waits until the intent is durable.
   *
   * @param deadline after it the order is not sent: the watcher's request has timed out
   */
  record Writing(Attempt attempt, ProposedOrder order, OrderIntent intent, long deadline)
      implements OfAttempt {}

  /** Waits for the broker's answer to the order. */
  record Sending(Attempt attempt, OrderIntent intent) implements OfAttempt {}

  /** Waits for the lookup of an order whose answer was lost. */
  record LookingUp(Attempt attempt, OrderIntent intent) implements OfAttempt {}

  /** Waits for the broker's answer to the cancel of the old order. */
  record CancellingOld(ProposedOrder proposal, Order old, long deadline) implements TaskState {}

  /**
   * Waits until the old order is terminal.
   *
   * @param seen the old order at the last look
   */
  record AwaitingTerminal(ProposedOrder proposal, Order old, Order seen, long deadline)
      implements TaskState {}

  /** Waits until the broker has released the quantity of the old order. */
  record AwaitingRelease(Attempt attempt) implements TaskState {}

  /** Waits for the broker's answer to the cancel that the watcher has requested. */
  record CancellingOne() implements TaskState {}

  /** Waits for the ledger, to select the duplicate orders. */
  record SelectingDuplicates(long deadline) implements TaskState {}

  /**
   * Cancels several orders and looks again until none is open.
   *
   * @param selection the orders to cancel
   * @param requested broker ids of the orders whose cancel was requested
   * @param unanswered broker ids of the cancels without an answer
   * @param failures the cancels that the broker did not take, by broker id
   * @param open the selected orders that were open at the last look
   */
  record CancellingSeveral(
      Selection selection,
      Set<String> requested,
      Set<String> unanswered,
      Map<String, CancelFailure> failures,
      List<Order> open,
      long deadline)
      implements TaskState {
    public CancellingSeveral {
      requested = Set.copyOf(requested);
      unanswered = Set.copyOf(unanswered);
      failures = Map.copyOf(failures);
      open = List.copyOf(open);
    }
  }

  /**
   * A cancel that the broker did not take.
   *
   * @param words the broker's at the last request
   * @param times number of requests
   */
  record CancelFailure(String words, int times) {}

  /** The task is answered. */
  record Ended() implements TaskState {}

  /** Selects the orders that a task cancels. */
  sealed interface Selection {

    boolean includes(OwnOrder own, Authorities authorities);
  }

  /** The orders of these slots. */
  record OfSlots(OrderTask.CancelSlots task) implements Selection {
    @Override
    public boolean includes(OwnOrder own, Authorities authorities) {
      return task.slots().contains(own.slot()) && (task.evenCurrent() || authorities.isLeft(own));
    }
  }

  /** The orders of these slots that no generation may have open. */
  record UnwantedOf(Set<SlotId> slots) implements Selection {
    @Override
    public boolean includes(OwnOrder own, Authorities authorities) {
      return slots.contains(own.slot())
          && (authorities.isLeft(own) || authorities.isPaused(own.slot()));
    }
  }

  /** The orders with these broker ids. */
  record WithIds(Set<String> ids) implements Selection {
    @Override
    public boolean includes(OwnOrder own, Authorities authorities) {
      return ids.contains(own.order().id());
    }
  }

  /**
   * One attempt to send an order.
   *
   * @param purpose what the task does after a refusal
   * @param deadline end of the repetitions of {@link Purpose#AFTER_CANCEL}
   * @param holdsCash whether the attempt counts as committed cash
   * @param refusals number of refusals for a reserved quantity
   */
  record Attempt(
      ProposedOrder proposal, Purpose purpose, long deadline, boolean holdsCash, int refusals) {

    Attempt(ProposedOrder proposal, Purpose purpose, long deadline, boolean holdsCash) {
      this(proposal, purpose, deadline, holdsCash, 0);
    }

    Attempt holdingCash(boolean holds) {
      return new Attempt(proposal, purpose, deadline, holds, refusals);
    }

    Attempt refusedOnceMore() {
      return new Attempt(proposal, purpose, deadline, holdsCash, refusals + 1);
    }
  }

  /** The place of an attempt in its task. */
  enum Purpose {
    /** A new order; a refusal ends the task. */
    PLACE,
    /** A replacement in place; if the broker cannot process it, the old order is cancelled. */
    PATCH,
    /** A new order after the end of the old one; repeated while its quantity is reserved. */
    AFTER_CANCEL
  }
}

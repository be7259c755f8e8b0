package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutlook;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The port from control to the supervisors, without actors.
 *
 * <p>Methods return at once and may be called from any thread. Wishes of one slot are decided in
 * the order of the calls. A stage that fails leaves the outcome unknown.
 */
public interface Supervisors {

  /**
   * Makes {@code wish} the wish of its slot.
   *
   * @return completes when the wish is durable or unnecessary; the caller limits the wait
   */
  CompletionStage<WishOutcome> want(CheckedWish wish);

  /** Returns the outcome that {@link #want} would have now; writes and starts nothing. */
  CompletionStage<WishOutlook> preview(CheckedWish wish);

  /**
   * Withdraws the wishes of these slots.
   *
   * @param reason one line for the slots' state and history
   * @return completes when the watchers have ended
   */
  CompletionStage<List<WithdrawalOutcome>> withdraw(
      Set<SlotId> slots, boolean keepOrders, String reason);

  /** Like {@link #withdraw}; the slots are held afterwards, also those without a wish. */
  CompletionStage<List<WithdrawalOutcome>> hold(
      Set<SlotId> slots, boolean keepOrders, String reason);

  /**
   * Holds every key, known or not, then withdraws every wish.
   *
   * @return the outcomes of the slots that had a wish or a process
   */
  CompletionStage<List<WithdrawalOutcome>> holdAll(boolean keepOrders, String reason);

  /**
   * Lifts the holds of these slots.
   *
   * @return completes when that is durable; the slots that were held, in the given order
   */
  CompletionStage<List<SlotId>> lift(List<SlotId> slots, String reason);

  /** Lifts the hold of all keys; the holds of single slots stay. */
  CompletionStage<Void> liftAll();

  /** Returns the hold of all keys. */
  GeneralHold generalHold();

  /** Returns every key that ever had a wish or a hold. */
  Set<WatcherKey> knownKeys();

  /**
   * Returns every slot that has, or had in this run, a wish or a process, sorted. The list is the
   * same object until a slot changes.
   */
  List<SlotView> slots();
}

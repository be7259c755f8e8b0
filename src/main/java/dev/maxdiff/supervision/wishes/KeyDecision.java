package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.wishes.PlannedTrades.End;
import dev.maxdiff.supervision.wishes.PlannedTrades.Line;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.WishDecision.Decision;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what a wish changes in its key: the holds first, then the row of an exit, then the slot
 * (DESIGN 4.1). Pure.
 *
 * @param general the hold of all keys
 * @param bought by the entry orders of the key
 * @param closed whether the key has been flat since
 */
public record KeyDecision(
    KeyState state, GeneralHold general, BoughtQuantity bought, ClosedTrade closed) {

  /** Returns the outcome of {@link #decide} without its event. */
  public WishOutlook outlook(SlotState slot, CheckedWish wish, long seen, Instant now) {
    return new WishOutlook(decide(slot, wish, seen, now).outcome(), isHeld(wish));
  }

  private boolean isHeld(CheckedWish wish) {
    return HoldDecision.refusal(state, general, wish).isPresent();
  }

  /**
   * Decides on one wish.
   *
   * @param slot the state of the wish's slot, with the generations in use
   * @param seen the highest generation of the slot that the broker has seen
   */
  public Decision decide(SlotState slot, CheckedWish wish, long seen, Instant now) {
    Optional<Decision> refusal =
        HoldDecision.refusal(state, general, wish)
            .map(reason -> WishDecision.denied(slot, reason))
            .or(() -> doneExit(slot, wish, now));
    return refusal.orElseGet(
        () ->
            WishDecision.decide(slot, wish, new TradeDecision(state.planned(), bought), seen, now));
  }

  /**
   * Refuses the exit of a row whose trade is over: whatever the key owns now, the row did not buy
   * it, and the exit would replace the take-profit of who did.
   */
  private Optional<Decision> doneExit(SlotState slot, CheckedWish wish, Instant now) {
    if (wish.wish().slotId().slot() != Slot.EXIT || wish.exitOf() == null) {
      return Optional.empty();
    }
    return state
        .planned()
        .ofExit(wish)
        .filter(line -> hasEnded(line, now))
        .flatMap(
            line ->
                closed
                    .since(line.trade().since(), lastOf(line), wish.increments().quantity())
                    .map(flat -> flat ? Optional.of(done(slot, line)) : Optional.<Decision>empty())
                    .orElseGet(() -> Optional.of(unknown(slot))));
  }

  /** Returns whether the row's entry is done; one that was replaced is done if it has bought. */
  private boolean hasEnded(Line line, Instant now) {
    return switch (line.end()) {
      case DONE -> true;
      case REPLACED ->
          bought
              .between(line.trade().since(), line.last())
              .filter(quantity -> quantity.signum() > 0)
              .isPresent();
      case STANDS ->
          state.entry() instanceof Active active && WishDecision.isOver(active.wish(), now);
      case WITHDRAWN -> false;
    };
  }

  private static long lastOf(Line line) {
    return line.end() == End.STANDS ? Long.MAX_VALUE : line.last();
  }

  private static Decision done(SlotState slot, Line line) {
    return new Decision(null, TradeDecision.done(slot, line, "done and closed"));
  }

  private static Decision unknown(SlotState slot) {
    return WishDecision.denied(
        slot, "not known whether this row is closed (expected: a broker that answers)");
  }
}

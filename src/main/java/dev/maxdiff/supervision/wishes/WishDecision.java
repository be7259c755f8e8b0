package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.SlotState.Ending;
import dev.maxdiff.supervision.wishes.SlotState.Over;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import java.time.Instant;
import java.util.Optional;

/** Decides what a wish changes in its slot (DESIGN 4.1). Pure. */
public final class WishDecision {

  private WishDecision() {}

  /**
   * A decision.
   *
   * @param event to persist before the answer; null = no event
   */
  public record Decision(SlotEvent event, WishOutcome outcome) {}

  /**
   * Decides on one wish. A wish that the asset's increments do not permit is denied.
   *
   * @param trade whether the row of the wish may arm
   * @param seen the highest generation of the slot that the broker has seen
   */
  public static Decision decide(
      SlotState state, CheckedWish asked, TradeDecision trade, long seen, Instant now) {
    try {
      return decided(state, trade.settled(state, asked), trade, seen, now);
    } catch (InvalidValueException e) {
      return denied(state, e.getMessage());
    }
  }

  private static Decision decided(
      SlotState state, CheckedWish checked, TradeDecision trade, long seen, Instant now) {
    Wish wish = checked.wish();
    if (isOver(wish, now)) {
      String reason = "expires-at: " + wish.expiry().orElseThrow() + " (expected: > " + now + ")";
      return trade
          .refusal(state, checked, now)
          .map(refusal -> new Decision(null, refusal))
          .orElseGet(() -> denied(state, reason));
    }
    boolean same = sendsTheSame(state, checked);
    if (same && state instanceof Active active && !trade.startsAnotherTrade(active, wish)) {
      return active.wish().equals(wish) || sameButForRank(active.wish(), wish)
          ? new Decision(null, new WishOutcome(Kind.UNCHANGED, active.generation(), null, null))
          : new Decision(
              new SlotEvent.WishExtended(wish.slotId().slot(), kept(active, wish), now),
              new WishOutcome(Kind.EXTENDED, active.generation(), null, null));
    }
    if (same && state instanceof Over over && !(checked.operator() && checked.retry())) {
      return denied(
          state,
          "crash_loop: "
              + over.reason()
              + " (expected: another wish, or --retry from an operator)");
    }
    Optional<WishOutcome> refusal = trade.refusal(state, checked, now);
    return refusal.isPresent()
        ? new Decision(null, refusal.get())
        : accepted(state, checked, trade, seen, now);
  }

  /** Whether the wish equals the active wish, or the wish that ended in a crash loop. */
  private static boolean sendsTheSame(SlotState state, CheckedWish checked) {
    if (state instanceof Active active) {
      return checked.hasSameOrdersAs(active.wish());
    }
    return state instanceof Over over
        && over.ending() == Ending.CRASH_LOOP
        && checked.hasSameOrdersAs(over.wish());
  }

  public static boolean isOver(Wish wish, Instant now) {
    return wish.expiry().filter(expiry -> !expiry.isAfter(now)).isPresent();
  }

  private static Decision accepted(
      SlotState state, CheckedWish checked, TradeDecision trade, long seen, Instant now) {
    Wish wish = checked.wish();
    long generation = Math.max(state.generation(), seen) + 1;
    SlotEvent event =
        wish instanceof EntryWish entry
            ? new SlotEvent.EntryWanted(generation, begun(entry, checked, trade, generation), now)
            : new SlotEvent.ExitWanted(generation, (ExitWish) wish, now);
    WishOutcome outcome =
        state instanceof Active active
            ? new WishOutcome(Kind.REPLACED, generation, active.wish(), null)
            : new WishOutcome(Kind.STARTED, generation, null, null);
    return new Decision(event, outcome);
  }

  private static EntryWish begun(
      EntryWish entry, CheckedWish checked, TradeDecision trade, long generation) {
    return entry.trade() == null
        ? entry
        : entry.with(entry.expiresAt(), trade.begun(checked, entry.trade(), generation));
  }

  public static Decision denied(SlotState state, String reason) {
    return new Decision(null, new WishOutcome(Kind.DENIED, state.generation(), null, reason));
  }

  /** Differences below an increment, and the recorded rank, need no event. */
  private static boolean sameButForRank(Wish old, Wish wish) {
    return old.expiry().equals(wish.expiry())
        && old.poll().equals(wish.poll())
        && old.force() == wish.force()
        && claims(old) == claims(wish)
        && hasSameTrade(old, wish);
  }

  private static boolean hasSameTrade(Wish old, Wish wish) {
    return !(old instanceof EntryWish before && wish instanceof EntryWish now)
        || TradeDecision.isOfSameRow(before, now);
  }

  private static boolean claims(Wish wish) {
    return wish instanceof ExitWish exit && exit.claimUnowned();
  }

  /**
   * Returns the old wish with the changeable fields of the new one: the running watcher was started
   * with the old price text. The fills of the slot belong to the row that the wish is of now.
   */
  private static Wish kept(Active active, Wish wish) {
    Wish old = active.wish();
    if (old instanceof ExitWish before && wish instanceof ExitWish now) {
      return new ExitWish(
          before.key(),
          before.takeprofitPrice(),
          before.targetQuantity(),
          before.tolerance(),
          now.expiresAt(),
          now.poll(),
          now.force(),
          now.claimUnowned());
    }
    EntryWish before = (EntryWish) old;
    EntryWish now = (EntryWish) wish;
    return new EntryWish(
        before.key(),
        before.limitPrice(),
        before.targetQuantity(),
        before.tolerance(),
        now.expiresAt(),
        now.poll(),
        now.force(),
        now.priorityRank(),
        keptTrade(active, before, now));
  }

  private static PlannedTrade keptTrade(Active active, EntryWish before, EntryWish now) {
    if (now.trade() == null || TradeDecision.isOfSameRow(before, now)) {
      return now.trade() == null ? null : now.trade().since(before.trade().since());
    }
    return now.trade().since(active.firstGeneration());
  }
}

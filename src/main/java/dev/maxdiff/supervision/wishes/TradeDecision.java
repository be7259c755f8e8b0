package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.PlannedTrades.End;
import dev.maxdiff.supervision.wishes.PlannedTrades.Line;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a wish of a plan row may arm its entry (DESIGN 4.1). Wishes of no row pass
 * unchanged. Pure.
 *
 * @param trades of the key
 * @param bought by the entry orders of the key
 */
public record TradeDecision(PlannedTrades trades, BoughtQuantity bought) {

  /**
   * Returns the wish with the end that it keeps: a row without {@code expires} does not live longer
   * because the plan was read again.
   */
  CheckedWish settled(SlotState state, CheckedWish checked) {
    return state instanceof Active active
            && active.wish() instanceof EntryWish standing
            && checked.wish() instanceof EntryWish entry
            && entry.trade() != null
            && entry.trade().openEnd()
            && isOfSameRow(standing, entry)
            && checked.sendsTheSame(standing.limitPrice(), standing.targetQuantity())
        ? checked.with(entry.with(standing.expiresAt(), standing.trade()))
        : checked;
  }

  /**
   * Returns whether the standing wish has bought for another row, so that an equal wish needs a
   * generation of its own.
   */
  boolean startsAnotherTrade(Active active, Wish wish) {
    return active.wish() instanceof EntryWish standing
        && wish instanceof EntryWish entry
        && standing.trade() != null
        && !isOfSameRow(standing, entry)
        && hasBought(standing.trade().since(), Long.MAX_VALUE).orElse(true);
  }

  /** Returns the outcome of a wish whose row is done, or may be done; empty if it may arm. */
  Optional<WishOutcome> refusal(SlotState state, CheckedWish checked, Instant now) {
    Optional<Line> known = trades.of(checked);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Line line = known.get();
    if (line.end() == End.REPLACED) {
      return hasBought(line.trade().since(), line.last())
          .map(has -> has ? Optional.of(done(state, line)) : Optional.<WishOutcome>empty())
          .orElseGet(() -> Optional.of(unknown(state)));
    }
    boolean isDone = line.end() == End.DONE || WishDecision.isOver(checked.wish(), now);
    return isDone ? Optional.of(done(state, line)) : Optional.empty();
  }

  /** Returns the trade that the wish begins, or continues after a withdrawal or a restart. */
  PlannedTrade begun(CheckedWish checked, PlannedTrade trade, long generation) {
    return trade.since(
        trades
            .of(checked)
            .filter(line -> line.end() == End.WITHDRAWN || line.end() == End.STANDS)
            .map(line -> line.trade().since())
            .orElse(generation));
  }

  static boolean isOfSameRow(EntryWish one, EntryWish other) {
    return one.trade() == null ? other.trade() == null : one.trade().isOfRow(other.trade());
  }

  private Optional<Boolean> hasBought(long first, long last) {
    return bought.between(first, last).map(quantity -> quantity.compareTo(BigDecimal.ZERO) > 0);
  }

  private static WishOutcome done(SlotState state, Line line) {
    return done(state, line, "done");
  }

  static WishOutcome done(SlotState state, Line line, String words) {
    return new WishOutcome(
        Kind.DONE,
        state.generation(),
        null,
        words
            + (line.endedAt() == null ? "" : " since " + line.endedAt())
            + " (expected: another at, entry, qty or again, to enter again)");
  }

  private static WishOutcome unknown(SlotState state) {
    return new WishOutcome(
        Kind.DENIED,
        state.generation(),
        null,
        "not known whether this row has bought (expected: a broker that answers)");
  }
}

package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trades of plan rows that a key has accepted, oldest first. It keeps the newest {@link #KEPT}.
 * Pure.
 *
 * <p>A trade is journalled with its wish, so a row that is done is known to be done after every
 * restart, even if the plan has lost the row in between.
 */
public record PlannedTrades(List<Line> lines) implements JsonSerializable {

  public static final PlannedTrades NONE = new PlannedTrades(List.of());

  /** Number of trades that a key remembers. */
  static final int KEPT = 1000;

  public PlannedTrades {
    lines = List.copyOf(lines);
  }

  /** The way in which a trade ended. */
  public enum End {
    /** Its wish stands. */
    STANDS,
    /** Its wish was withdrawn: the row may be wished again, for the quantity still missing. */
    WITHDRAWN,
    /** Another row replaced it: the row may be wished again unless it has bought. */
    REPLACED,
    /** Its wish has expired, has ended by itself, or was replaced by a wish of no row. */
    DONE
  }

  /**
   * One trade.
   *
   * @param limit price of the row
   * @param target quantity of the row, base units
   * @param last newest generation that may have bought for it; 0 while it stands
   * @param endedAt null while it stands
   */
  public record Line(
      PlannedTrade trade, Price limit, Quantity target, End end, long last, Instant endedAt) {

    private Line ended(End how, long generation, Instant at) {
      return new Line(trade, limit, target, how, generation, at);
    }

    private boolean isOf(EntryWish wish) {
      return trade.isOfRow(wish.trade())
          && limit.equals(wish.limitPrice())
          && target.equals(wish.targetQuantity());
    }
  }

  /** Returns the trades after an event of the key. */
  PlannedTrades on(SlotEvent event, SlotState before) {
    if (event.slot() != Slot.ENTRY) {
      return this;
    }
    if (event instanceof SlotEvent.EntryWanted wanted) {
      return replaced(wanted.wish(), wanted.generation() - 1, wanted.at());
    }
    if (event instanceof SlotEvent.WishExtended extended) {
      EntryWish wish = (EntryWish) extended.wish();
      boolean stands = standing().filter(line -> line.isOf(wish)).isPresent();
      return stands ? this : replaced(wish, before.generation(), extended.at());
    }
    if (event instanceof SlotEvent.Withdrawn withdrawn) {
      return ended(End.WITHDRAWN, withdrawn.generation(), withdrawn.at());
    }
    boolean isEnd =
        event instanceof SlotEvent.Expired
            || event instanceof SlotEvent.Done
            || event instanceof SlotEvent.CrashLooped;
    return isEnd && before instanceof SlotState.Active
        ? ended(End.DONE, before.generation(), event.at())
        : this;
  }

  private PlannedTrades replaced(EntryWish wish, long last, Instant at) {
    PlannedTrades past = ended(wish.trade() == null ? End.DONE : End.REPLACED, last, at);
    if (wish.trade() == null) {
      return past;
    }
    List<Line> lines = new ArrayList<>(past.lines);
    lines.removeIf(line -> line.isOf(wish));
    lines.add(
        new Line(wish.trade(), wish.limitPrice(), wish.targetQuantity(), End.STANDS, 0, null));
    return new PlannedTrades(lines.subList(Math.max(0, lines.size() - KEPT), lines.size()));
  }

  private PlannedTrades ended(End end, long last, Instant at) {
    if (standing().isEmpty()) {
      return this;
    }
    return new PlannedTrades(
        lines.stream()
            .map(line -> line.end() == End.STANDS ? line.ended(end, last, at) : line)
            .toList());
  }

  private Optional<Line> standing() {
    return lines.stream().filter(line -> line.end() == End.STANDS).findFirst();
  }

  /** Returns the newest trade of the row that an exit belongs to. */
  Optional<Line> ofExit(CheckedWish exit) {
    return lines.stream()
        .filter(line -> exit.isExitOf(line.limit(), line.target()))
        .filter(line -> line.trade().isOfRow(exit.exitOf().trade()))
        .reduce((older, newer) -> newer);
  }

  /** Returns the newest trade of the same row, price and quantity, at the asset's increments. */
  Optional<Line> of(CheckedWish checked) {
    Wish wish = checked.wish();
    return wish instanceof EntryWish entry && entry.trade() != null
        ? lines.stream()
            .filter(line -> line.trade().isOfRow(entry.trade()))
            .filter(line -> checked.sendsTheSame(line.limit(), line.target()))
            .reduce((older, newer) -> newer)
        : Optional.empty();
  }
}

package dev.maxdiff.session.plan;

import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.SessionIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides which rows of a plan are in effect, and what each of them wishes. Pure.
 *
 * @param entryLife life of an entry whose row names no end
 */
record PlanRows(Duration entryLife) {

  static boolean isDue(PlanRow row, Instant now) {
    return row.at() == null || !row.at().isAfter(now);
  }

  /** Returns the newest due row of each key, in file order. */
  static List<PlanRow> due(Collection<PlanRow> rows, Instant now) {
    Map<WatcherKey, PlanRow> newest = new HashMap<>();
    rows.stream()
        .filter(row -> isDue(row, now))
        .forEach(row -> newest.merge(row.key(), row, PlanRows::newer));
    return newest.values().stream().sorted(Comparator.comparingInt(PlanRow::line)).toList();
  }

  /** Returns the due row with the later time; a row without a time counts as new as the reading. */
  private static PlanRow newer(PlanRow earlierInFile, PlanRow laterInFile) {
    if (laterInFile.at() == null) {
      return laterInFile;
    }
    boolean earlierIsNewer =
        earlierInFile.at() == null || earlierInFile.at().isAfter(laterInFile.at());
    return earlierIsNewer ? earlierInFile : laterInFile;
  }

  /**
   * Returns what a due row wishes; empty when both of its parts have ended.
   *
   * @param problems receives each end that has passed
   */
  Optional<SessionIntent> intent(PlanRow row, Instant now, Consumer<PlanReading.Problem> problems) {
    if (row.action() == PlanRow.Action.STOP) {
      return Optional.of(new SessionIntent.Withdraw(row.key()));
    }
    boolean entry = row.entry() != null && lasts("expires", row.expires(), row, now, problems);
    boolean exit =
        row.takeProfit() != null && lasts(row.exitEndColumn(), row.exitEnd(), row, now, problems);
    return entry || exit ? Optional.of(hold(row, entry, exit, now)) : Optional.empty();
  }

  /** Returns whether a part of the row has not ended; reports an end that has passed. */
  private static boolean lasts(
      String column,
      Instant end,
      PlanRow row,
      Instant now,
      Consumer<PlanReading.Problem> problems) {
    if (end == null || end.isAfter(now)) {
      return true;
    }
    problems.accept(
        new PlanReading.Problem(row.line(), column + ": " + end + " (expected: in the future)"));
    return false;
  }

  private SessionIntent hold(PlanRow row, boolean entry, boolean exit, Instant now) {
    boolean openEnd = row.expires() == null;
    return new SessionIntent.Hold(
        row.key(),
        entry ? row.entry() : null,
        exit ? row.takeProfit() : null,
        entry ? row.quantity() : null,
        row.entry() == null ? row.quantity() : null,
        entry ? (openEnd ? now.plus(entryLife) : row.expires()) : null,
        exit ? row.exitEnd() : null,
        row.entry() == null
            ? null
            : new PlannedEntry(
                new PlannedTrade(row.at(), row.again(), openEnd, 0), row.entry(), row.quantity()));
  }
}

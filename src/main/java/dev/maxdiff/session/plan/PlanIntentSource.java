package dev.maxdiff.session.plan;

import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.SessionIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Follows a plan file; a row becomes due at its time on the exchange clock.
 *
 * <p>After every reading it returns the newest due row of each key again, because control ignores
 * unchanged wishes; later rows stay pending. If the rows of a key disappear from the file, the
 * wishes of the key stay.
 */
public final class PlanIntentSource implements IntentSource {

  private final PlanFilePoller file;
  private final String name;
  private final Duration entryLife;
  private final Consumer<String> problems;
  private final Consumer<String> alerts;
  private final List<PlanRow> pending = new ArrayList<>();
  private Set<String> reported = new HashSet<>();
  private Set<String> reportedBefore = Set.of();

  /**
   * @param problems receives each problem of a row or of the file once
   * @param alerts receives a line when the whole file cannot be read
   */
  public PlanIntentSource(
      PlanFilePoller file,
      String name,
      Duration entryLife,
      Consumer<String> problems,
      Consumer<String> alerts) {
    this.file = file;
    this.name = name;
    this.entryLife = entryLife;
    this.problems = problems;
    this.alerts = alerts;
  }

  @Override
  public List<SessionIntent> due(Instant now) {
    file.poll().ifPresent(this::replaceRows);
    if (pending.isEmpty()) {
      return List.of();
    }
    Map<WatcherKey, PlanRow> newest = new HashMap<>();
    for (Iterator<PlanRow> rows = pending.iterator(); rows.hasNext(); ) {
      PlanRow row = rows.next();
      if (row.at() == null || !row.at().isAfter(now)) {
        newest.merge(row.key(), row, PlanIntentSource::newer);
        rows.remove();
      }
    }
    return newest.values().stream()
        .sorted(Comparator.comparingInt(PlanRow::line))
        .flatMap(row -> intent(row, now).stream())
        .toList();
  }

  @Override
  public Optional<Duration> nextCheckIn() {
    return file.nextCheckIn();
  }

  private void replaceRows(PlanReading reading) {
    reportedBefore = reported;
    reported = new HashSet<>();
    reading.problems().forEach(this::report);
    if (reading.isUnreadable()) {
      alerts.accept(
          "plan " + name + " cannot be read: " + reading.problems().get(0) + "; its wishes stand");
    } else {
      pending.clear();
      pending.addAll(reading.rows());
    }
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

  /** Reports a problem unless the previous reading had the same problem. */
  private void report(PlanReading.Problem problem) {
    String text = "plan " + name + ": " + problem;
    if (reported.add(text) && !reportedBefore.contains(text)) {
      problems.accept(text);
    }
  }

  private Optional<SessionIntent> intent(PlanRow row, Instant now) {
    if (row.action() == PlanRow.Action.STOP) {
      return Optional.of(new SessionIntent.Withdraw(row.key()));
    }
    boolean entry = row.entry() != null && lasts("expires", row.expires(), row, now);
    boolean exit = row.takeProfit() != null && lasts(row.exitEndColumn(), row.exitEnd(), row, now);
    return entry || exit ? Optional.of(hold(row, entry, exit, now)) : Optional.empty();
  }

  /** Returns whether a part of the row has not ended; reports an end that has passed. */
  private boolean lasts(String column, Instant end, PlanRow row, Instant now) {
    if (end == null || end.isAfter(now)) {
      return true;
    }
    report(new PlanReading.Problem(row.line(), column + ": " + end + " (expected: in the future)"));
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
        entry ? new PlannedTrade(row.at(), row.again(), openEnd, 0) : null);
  }
}

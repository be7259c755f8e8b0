package dev.maxdiff.session.plan;

import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.SessionIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
  private final PlanRows rows;
  private final Consumer<String> problems;
  private final Consumer<String> alerts;
  private final List<PlanRow> pending = new ArrayList<>();
  private List<PlanRow> newest = List.of();

  /** Rows with a stop that was carried out before its key's hold was lifted. */
  private final Set<PlanRow> stopped = new HashSet<>();

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
    this.rows = new PlanRows(entryLife);
    this.problems = problems;
    this.alerts = alerts;
  }

  @Override
  public List<SessionIntent> due(Instant now) {
    file.poll().ifPresent(this::replaceRows);
    if (pending.isEmpty()) {
      return List.of();
    }
    List<PlanRow> due = PlanRows.due(pending, now);
    pending.removeIf(row -> PlanRows.isDue(row, now));
    return due.stream()
        .filter(row -> !stopped.contains(row))
        .flatMap(row -> rows.intent(row, now, this::report).stream())
        .toList();
  }

  /**
   * A stop that has been carried out is done: what stands now was wished after it, and a lifted
   * hold must not take it away. It stays the newest row of its key.
   */
  @Override
  public void again(WatcherKey key) {
    Predicate<PlanRow> ofKey = row -> key == null || row.key().equals(key);
    newest.stream()
        .filter(ofKey.and(row -> row.action() == PlanRow.Action.STOP && !pending.contains(row)))
        .forEach(stopped::add);
    pending.removeIf(ofKey);
    newest.stream().filter(ofKey).forEach(pending::add);
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
      newest = reading.rows();
      stopped.clear();
      pending.clear();
      pending.addAll(newest);
    }
  }

  /** Reports a problem unless the previous reading had the same problem. */
  private void report(PlanReading.Problem problem) {
    String text = "plan " + name + ": " + problem;
    if (reported.add(text) && !reportedBefore.contains(text)) {
      problems.accept(text);
    }
  }
}

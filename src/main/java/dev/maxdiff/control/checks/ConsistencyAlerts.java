package dev.maxdiff.control.checks;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Turns findings into alerts: one alert for an inconsistency that outlasts its patience, and one
 * notice of its end. Without I/O; keeps open inconsistencies. Not thread-safe.
 */
public final class ConsistencyAlerts {

  private record Episode(long since, boolean alerted, String words) {}

  /**
   * An alert to an operator, or the notice of its end.
   *
   * @param alert false = the inconsistency has ended
   */
  public record Alert(SlotId slot, long generation, boolean alert, String words) {}

  private final Map<SlotId, Episode> open = new TreeMap<>();

  /**
   * @param nanos monotonic time, nanoseconds
   * @param findings of one check; a missing slot is no longer wanted
   */
  public List<Alert> update(long nanos, List<ConsistencyFinding> findings) {
    List<Alert> alerts = new ArrayList<>();
    for (ConsistencyFinding finding : findings) {
      if (finding.agreed()) {
        endEpisode(nanos, finding, alerts);
      } else {
        continueEpisode(nanos, finding, alerts);
      }
    }
    if (!open.isEmpty()) {
      open.keySet()
          .retainAll(findings.stream().map(ConsistencyFinding::slot).collect(Collectors.toSet()));
    }
    return alerts;
  }

  private void continueEpisode(long nanos, ConsistencyFinding finding, List<Alert> alerts) {
    Episode before = open.getOrDefault(finding.slot(), new Episode(nanos, false, finding.words()));
    boolean due = nanos - before.since >= finding.patience().toNanos();
    if (due && !before.alerted) {
      alerts.add(
          new Alert(
              finding.slot(),
              finding.generation(),
              true,
              (finding.isUncovered() ? "naked: " : "")
                  + finding.words()
                  + ", for "
                  + seconds(nanos - before.since)
                  + " by now"));
    }
    open.put(finding.slot(), new Episode(before.since, before.alerted || due, finding.words()));
  }

  private void endEpisode(long nanos, ConsistencyFinding finding, List<Alert> alerts) {
    Episode ended = open.remove(finding.slot());
    if (ended != null && ended.alerted) {
      alerts.add(
          new Alert(
              finding.slot(),
              finding.generation(),
              false,
              "all three agree again after "
                  + seconds(nanos - ended.since)
                  + "; was: "
                  + ended.words));
    }
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds() + " s";
  }
}

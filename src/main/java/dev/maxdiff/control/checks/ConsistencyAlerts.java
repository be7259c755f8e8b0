package dev.maxdiff.control.checks;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which disagreements of the witnesses are worth telling: those that outlast their patience, once,
 * and their end. Pure but for its memory; time is monotonic. Not thread-safe.
 */
public final class ConsistencyAlerts {

  private record Episode(long since, boolean alerted, String words) {}

  /**
   * What an operator is told.
   *
   * @param alert false = it is over
   */
  public record Alert(SlotId slot, long generation, boolean alert, String words) {}

  private final Map<SlotId, Episode> open = new HashMap<>();

  /**
   * @param findings of one hearing; a slot that is missing is not wanted any more
   */
  public List<Alert> update(long nanos, List<ConsistencyFinding> findings) {
    List<Alert> notes = new ArrayList<>();
    for (ConsistencyFinding finding : findings) {
      if (finding.agreed()) {
        endEpisode(nanos, finding, notes);
      } else {
        continueEpisode(nanos, finding, notes);
      }
    }
    if (!open.isEmpty()) {
      open.keySet()
          .retainAll(findings.stream().map(ConsistencyFinding::slot).collect(Collectors.toSet()));
    }
    return notes;
  }

  private void continueEpisode(long nanos, ConsistencyFinding finding, List<Alert> notes) {
    Episode before = open.getOrDefault(finding.slot(), new Episode(nanos, false, finding.words()));
    boolean due = nanos - before.since >= finding.patience().toNanos();
    if (due && !before.alerted) {
      notes.add(
          new Alert(
              finding.slot(),
              finding.generation(),
              true,
              finding.words() + ", for " + seconds(nanos - before.since) + " by now"));
    }
    open.put(finding.slot(), new Episode(before.since, before.alerted || due, finding.words()));
  }

  private void endEpisode(long nanos, ConsistencyFinding finding, List<Alert> notes) {
    Episode over = open.remove(finding.slot());
    if (over != null && over.alerted) {
      notes.add(
          new Alert(
              finding.slot(),
              finding.generation(),
              false,
              "all three agree again after "
                  + seconds(nanos - over.since)
                  + "; was: "
                  + over.words));
    }
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toSeconds() + " s";
  }
}

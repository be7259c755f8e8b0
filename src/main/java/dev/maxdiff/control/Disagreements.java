package dev.maxdiff.control;

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
final class Disagreements {

  private record Open(long since, boolean told, String words) {}

  /**
   * What an operator is told.
   *
   * @param alert false = it is over
   */
  record Note(SlotId slot, long generation, boolean alert, String words) {}

  private final Map<SlotId, Open> open = new HashMap<>();

  /**
   * @param findings of one hearing; a slot that is missing is not wanted any more
   */
  List<Note> heard(long nanos, List<Finding> findings) {
    List<Note> notes = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.agreed()) {
        end(nanos, finding, notes);
      } else {
        goOn(nanos, finding, notes);
      }
    }
    if (!open.isEmpty()) {
      open.keySet().retainAll(findings.stream().map(Finding::slot).collect(Collectors.toSet()));
    }
    return notes;
  }

  private void goOn(long nanos, Finding finding, List<Note> notes) {
    Open before = open.getOrDefault(finding.slot(), new Open(nanos, false, finding.words()));
    boolean due = nanos - before.since >= finding.patience().toNanos();
    if (due && !before.told) {
      notes.add(
          new Note(
              finding.slot(),
              finding.generation(),
              true,
              finding.words() + ", for " + seconds(nanos - before.since) + " by now"));
    }
    open.put(finding.slot(), new Open(before.since, before.told || due, finding.words()));
  }

  private void end(long nanos, Finding finding, List<Note> notes) {
    Open over = open.remove(finding.slot());
    if (over != null && over.told) {
      notes.add(
          new Note(
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

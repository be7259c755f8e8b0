package dev.maxdiff.control;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.HoldDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Describes holds for status. */
public final class HoldMessages {

  private static final int MAX_LINES = 20;

  private HoldMessages() {}

  static List<String> lines(GeneralHold general, List<SlotView> slots) {
    SortedMap<SlotId, Instant> held = new TreeMap<>();
    slots.stream()
        .filter(slot -> slot.heldSince() != null)
        .forEach(slot -> held.put(slot.slot(), slot.heldSince()));
    return lines(general, held);
  }

  /** Returns a line for the hold of all keys, or a line for each held slot. */
  public static List<String> lines(GeneralHold general, SortedMap<SlotId, Instant> slots) {
    if (general.since() != null) {
      return List.of(
          "every key is "
              + HoldDecision.words(general.since())
              + " (kill-all); 'maxdiff resume --all' lifts it");
    }
    List<String> lines = new ArrayList<>();
    slots.entrySet().stream()
        .limit(MAX_LINES)
        .forEach(
            held ->
                lines.add(
                    "%s is %s; 'maxdiff resume %s' lifts it"
                        .formatted(
                            held.getKey(),
                            HoldDecision.words(held.getValue()),
                            held.getKey().key().symbol())));
    if (slots.size() > MAX_LINES) {
      lines.add(slots.size() - MAX_LINES + " more slots are held");
    }
    return lines;
  }
}

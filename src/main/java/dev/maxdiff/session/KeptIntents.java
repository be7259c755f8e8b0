package dev.maxdiff.session;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.session.model.SessionIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the intents that were refused or not answered, one per slot, until they are accepted, until
 * a newer intent of their slot takes their place, or until their entry has expired. Thread-safe.
 */
final class KeptIntents {

  private final Duration pause;
  private final Map<SlotId, SessionIntent> refused = new LinkedHashMap<>();
  private Instant next = Instant.MIN;

  /**
   * @param pause exchange time between two repetitions
   */
  KeptIntents(Duration pause) {
    this.pause = pause;
  }

  /** Forgets the intents whose slots these newer ones concern. */
  synchronized void replacedBy(List<SessionIntent> newer) {
    newer.forEach(intent -> refused.keySet().removeAll(slots(intent)));
  }

  /**
   * Keeps an intent of one slot, or a withdrawal.
   *
   * @return whether no intent of the slot was kept before: its refusal is worth a report
   */
  synchronized boolean add(SessionIntent intent) {
    SessionIntent before = null;
    for (SlotId slot : slots(intent)) {
      before = refused.put(slot, intent);
    }
    return before == null;
  }

  synchronized void accepted(SessionIntent intent) {
    refused.keySet().removeAll(slots(intent));
  }

  /** Ends the pause. */
  synchronized void repeatNow() {
    next = Instant.MIN;
  }

  /** Returns the intents to repeat now, exits first; empty until the pause is over. */
  synchronized List<SessionIntent> due(Instant now) {
    boolean isDue = !refused.isEmpty() && !now.isBefore(next);
    if (isDue || refused.isEmpty()) {
      next = now.plus(pause);
    }
    if (!isDue) {
      return List.of();
    }
    refused.values().removeIf(intent -> hasExpired(intent, now));
    List<SessionIntent> due = new ArrayList<>();
    refused.forEach((slot, intent) -> due.add(slot.slot() == Slot.EXIT ? 0 : due.size(), intent));
    return due.stream().distinct().toList();
  }

  private static boolean hasExpired(SessionIntent intent, Instant now) {
    return intent instanceof SessionIntent.Hold hold
        && (isOver(hold.entryExpiry(), now) || isOver(hold.exitExpiry(), now));
  }

  private static boolean isOver(Instant expiry, Instant now) {
    return expiry != null && !expiry.isAfter(now);
  }

  private static List<SlotId> slots(SessionIntent intent) {
    List<SlotId> slots = new ArrayList<>();
    boolean both = intent instanceof SessionIntent.Withdraw;
    if (both || ((SessionIntent.Hold) intent).entry() != null) {
      slots.add(intent.key().slot(Slot.ENTRY));
    }
    if (both || ((SessionIntent.Hold) intent).takeProfit() != null) {
      slots.add(intent.key().slot(Slot.EXIT));
    }
    return slots;
  }
}

package dev.maxdiff.state.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.state.StateException;

/**
 * One stored event of the journal.
 *
 * @param ordering position among all events of the journal
 * @param persistenceId id of the actor that persisted the event
 * @param name the stored name of the row
 * @param type the event's class according to {@link StoredNames}; null = this version does not know
 *     the name
 * @param payload the event's JSON; missing when this version does not know the name
 */
public record StoredEvent(
    long ordering,
    String persistenceId,
    long sequenceNumber,
    String name,
    Class<?> type,
    JsonNode payload) {

  /** Whether this version knows the name. */
  public boolean isKnown() {
    return type != null;
  }

  /**
   * Returns the event's class.
   *
   * @throws StateException the {@link #refusal} of an unknown name
   */
  public Class<?> requireType() {
    if (!isKnown()) {
      throw new StateException(refusal());
    }
    return type;
  }

  /** Returns one line that names the row and its unknown stored name. */
  public String refusal() {
    return "journal: event %d of %s: stored name %s (expected: one that this version knows)"
        .formatted(ordering, persistenceId, name);
  }
}

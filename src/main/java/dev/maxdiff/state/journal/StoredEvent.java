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

  /** Whether this version knows the name as one of this family. */
  public boolean isA(Class<?> family) {
    return type != null && family.isAssignableFrom(type);
  }

  /**
   * Returns the event's class.
   *
   * @param family the root of the events that the reader reads
   * @param words the family in the refusal, for example "an event of a watcher"
   * @throws StateException the {@link #refusal} of a name that is not of this family
   */
  public <T> Class<? extends T> requireType(Class<T> family, String words) {
    if (!isA(family)) {
      throw new StateException(refusal(words));
    }
    return type.asSubclass(family);
  }

  /**
   * Returns one line that names the row, its stored name and the expected name.
   *
   * @param words what a known name is expected to be, for example "an event of a watcher"
   */
  public String refusal(String words) {
    return "journal: event %d of %s: stored name %s (expected: %s)"
        .formatted(
            ordering, persistenceId, name, type == null ? "one that this version knows" : words);
  }
}

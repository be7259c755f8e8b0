package dev.maxdiff.state.journal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One stored event of the journal.
 *
 * @param ordering position among all events of the journal
 * @param persistenceId id of the actor that persisted the event
 * @param type the event's class according to {@link StoredNames}
 * @param payload the event's JSON
 */
public record StoredEvent(
    long ordering, String persistenceId, long sequenceNumber, Class<?> type, JsonNode payload) {}

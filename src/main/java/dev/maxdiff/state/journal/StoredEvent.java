package dev.maxdiff.state.journal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event as the journal holds it.
 *
 * @param ordering its place among all events
 * @param persistenceId whose event it is
 * @param type the event's class, as {@link StoredNames} has it
 * @param payload the event itself
 */
public record StoredEvent(
    long ordering, String persistenceId, long sequenceNumber, Class<?> type, JsonNode payload) {}

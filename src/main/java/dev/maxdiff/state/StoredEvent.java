package dev.maxdiff.state;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event as the journal holds it.
 *
 * @param ordering its place among all events
 * @param persistenceId whose event it is
 * @param type simple name of the event's class
 * @param payload the event itself
 */
public record StoredEvent(
    long ordering, String persistenceId, long sequenceNumber, String type, JsonNode payload) {}

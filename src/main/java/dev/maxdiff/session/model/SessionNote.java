package dev.maxdiff.session.model;

import java.time.Instant;

/**
 * Something the session itself has to say to its operator.
 *
 * @param at exchange time
 * @param problem whether someone should look at it
 * @param words one line
 */
public record SessionNote(Instant at, boolean problem, String words) {}

package dev.maxdiff.session.model;

import java.time.Instant;

/**
 * A message of the session to its operator.
 *
 * @param at exchange time
 * @param problem whether the operator should act
 * @param words one line
 */
public record SessionNote(Instant at, boolean problem, String words) {}

package dev.maxdiff.execution.model;

/**
 * What accepting the broker's position of a symbol does, or did.
 *
 * @param words the figures, and what changes or why nothing can be accepted
 * @param possible false if nothing can be accepted
 */
public record LedgerAcceptance(String words, boolean possible) implements OrderAnswer {}

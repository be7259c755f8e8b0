package dev.maxdiff.control;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;

/**
 * An operator takes the broker's position of a symbol for right.
 *
 * @param key bears or gets the difference; null = every owner
 * @param dryRun says what would change, and changes nothing
 */
public record AcceptLedgerRequest(Symbol symbol, WatcherKey key, boolean dryRun) {}

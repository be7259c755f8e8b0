package dev.maxdiff.control;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;

/**
 * The outcome for one withdrawn wish, or for one order whose cancel could not be confirmed.
 *
 * @param key null for an order
 * @param slot null for an order
 * @param done whether the request was carried out completely
 */
public record StopAnswer(WatcherKey key, Slot slot, boolean done, String words) {}

package dev.maxdiff.control;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;

/**
 * One withdrawn wish, or one order that could not be seen to end, in words.
 *
 * @param key null when it is about an order
 * @param slot null when it is about an order
 * @param done whether all that was asked has happened
 */
public record StopAnswer(WatcherKey key, Slot slot, boolean done, String words) {}

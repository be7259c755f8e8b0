package dev.maxdiff.control;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;

/** One withdrawn wish, in words. */
public record StopAnswer(WatcherKey key, Slot slot, boolean done, String words) {}

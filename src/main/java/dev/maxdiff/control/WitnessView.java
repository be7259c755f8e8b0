package dev.maxdiff.control;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;

/**
 * Whether supervisor, living process and open order agree for one slot.
 *
 * @param supervisor what the journal wants, in words
 * @param process what runs, in words
 * @param order what rests at the broker, in words
 * @param agreed whether the three tell one story
 * @param words why not; empty when they agree
 */
public record WitnessView(
    WatcherKey key,
    Slot slot,
    String supervisor,
    String process,
    String order,
    boolean agreed,
    String words) {}

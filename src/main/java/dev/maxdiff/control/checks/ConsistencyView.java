package dev.maxdiff.control.checks;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;

/**
 * Whether supervisor, living process and open order agree for one slot.
 *
 * @param supervisor the journalled wish, in words
 * @param process the running process, in words
 * @param order the open orders at the broker, in words
 * @param held quantity that an exit can close; null for an entry, or if the broker was not read
 * @param covered part of {@code held} that open orders of the slot close; null with {@code held}
 * @param coverage what is not covered or not watched, in words; null = nothing
 * @param agreed whether the three are consistent
 * @param words the inconsistencies; empty = none
 */
public record ConsistencyView(
    WatcherKey key,
    Slot slot,
    String supervisor,
    String process,
    String order,
    BigDecimal held,
    BigDecimal covered,
    String coverage,
    boolean agreed,
    String words) {}

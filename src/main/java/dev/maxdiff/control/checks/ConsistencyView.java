package dev.maxdiff.control.checks;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;

/**
 * Whether supervisor, living process and open order agree for one slot.
 *
 * @param supervisor what the journal wants, in words
 * @param process what runs, in words
 * @param order what rests at the broker, in words
 * @param held what an exit could close; null for an entry, and when the broker was not reached
 * @param covered how much of it the open orders of the slot would close; null with {@code held}
 * @param agreed whether the three tell one story
 * @param words why not; empty when they agree
 */
public record ConsistencyView(
    WatcherKey key,
    Slot slot,
    String supervisor,
    String process,
    String order,
    BigDecimal held,
    BigDecimal covered,
    boolean agreed,
    String words) {}

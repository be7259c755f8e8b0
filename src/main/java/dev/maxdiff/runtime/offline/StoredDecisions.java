package dev.maxdiff.runtime.offline;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.KeyDecision;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutlook;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides wishes as the supervisors would, on the journal alone. A decision that depends on orders
 * at the broker is {@link WishOutcome.Kind#UNRESOLVED}.
 *
 * @param now the watchers' time
 */
record StoredDecisions(StoredKeys keys, GeneralHold general, Instant now) {

  WishOutlook outlook(CheckedWish wish) {
    WatcherKey key = wish.wish().key();
    Slot slot = wish.wish().slotId().slot();
    KeyState state = keys.state(key);
    AtomicBoolean askedForOrders = new AtomicBoolean();
    KeyDecision decision =
        new KeyDecision(
            state,
            general,
            (first, last) -> unknown(askedForOrders),
            (first, last, step) -> unknown(askedForOrders));
    WishOutlook outlook = decision.outlook(state.of(slot), wish, 0, now);
    return askedForOrders.get() ? unresolved(outlook) : outlook;
  }

  private static <T> Optional<T> unknown(AtomicBoolean asked) {
    asked.set(true);
    return Optional.empty();
  }

  private static WishOutlook unresolved(WishOutlook outlook) {
    return new WishOutlook(
        WishOutcome.unresolved("depends on orders at the broker, which was not asked"),
        outlook.isHeld());
  }
}

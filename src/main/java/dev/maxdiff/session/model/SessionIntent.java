package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;

/** What the session has decided to wish for a key. */
public sealed interface SessionIntent {

  WatcherKey key();

  /**
   * Hold these watchers; at least one price is there.
   *
   * @param entry limit of the entry; null = the entry slot is left as it is
   * @param takeProfit price of the exit; null = the exit slot is left as it is
   * @param entryQuantity base units; null without an entry
   * @param exitQuantity base units; null = the whole position
   * @param entryExpiry exchange time; null without an entry
   * @param exitExpiry exchange time; null = until flat
   */
  record Hold(
      WatcherKey key,
      Price entry,
      Price takeProfit,
      Quantity entryQuantity,
      Quantity exitQuantity,
      Instant entryExpiry,
      Instant exitExpiry)
      implements SessionIntent {
    public Hold {
      requireNonNull(key, "key");
      if (entry == null && takeProfit == null) {
        throw new IllegalArgumentException(key + ": neither an entry price nor a take-profit");
      }
      if (entry != null) {
        requireNonNull(entryQuantity, "qty");
        requireNonNull(entryExpiry, "expires");
      }
    }

    /** The same exit alone; null when there is none. */
    public Hold withoutEntry() {
      return takeProfit == null
          ? null
          : new Hold(key, null, takeProfit, null, exitQuantity, null, exitExpiry);
    }
  }

  /** Withdraw both wishes of the key. */
  record Withdraw(WatcherKey key) implements SessionIntent {
    public Withdraw {
      requireNonNull(key, "key");
    }
  }
}

package dev.maxdiff.session.model;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;

/** A decision of the session about the wishes of a key. */
public sealed interface SessionIntent {

  WatcherKey key();

  /**
   * Makes the wishes of a key; at least one of {@code entry} and {@code takeProfit} is given.
   *
   * @param entry limit price of the entry; null = the entry slot stays unchanged
   * @param takeProfit limit price of the exit; null = the exit slot stays unchanged
   * @param entryQuantity base units; null without an entry
   * @param exitQuantity base units; null = the whole position
   * @param entryExpiry exchange time; null without an entry
   * @param exitExpiry exchange time; null = until flat
   * @param row the entry of the plan row, which buys once, and to which the exit belongs; null =
   *     none
   */
  record Hold(
      WatcherKey key,
      Price entry,
      Price takeProfit,
      Quantity entryQuantity,
      Quantity exitQuantity,
      Instant entryExpiry,
      Instant exitExpiry,
      PlannedEntry row)
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

    /** Creates the wishes of no plan row. */
    public Hold(
        WatcherKey key,
        Price entry,
        Price takeProfit,
        Quantity entryQuantity,
        Quantity exitQuantity,
        Instant entryExpiry,
        Instant exitExpiry) {
      this(key, entry, takeProfit, entryQuantity, exitQuantity, entryExpiry, exitExpiry, null);
    }

    /** Returns the trade that the entry belongs to; null = none. */
    public PlannedTrade trade() {
      return entry == null || row == null ? null : row.trade();
    }

    /** Returns the entry without the exit; null if there is no entry. */
    public Hold withoutExit() {
      return entry == null
          ? null
          : new Hold(key, entry, null, entryQuantity, null, entryExpiry, null, row);
    }

    /** Returns the exit without the entry; null if there is no exit. */
    public Hold withoutEntry() {
      return takeProfit == null
          ? null
          : new Hold(key, null, takeProfit, null, exitQuantity, null, exitExpiry, row);
    }
  }

  /** Withdraws both wishes of the key. */
  record Withdraw(WatcherKey key) implements SessionIntent {
    public Withdraw {
      requireNonNull(key, "key");
    }
  }
}

package dev.maxdiff.session;

import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.SessionIntent;
import dev.maxdiff.session.model.SessionSettings;

/** Makes the requests by which an intent reaches control. */
record WishRequests(SessionSettings settings) {

  WishRequest entry(SessionIntent.Hold hold) {
    WatcherKey key = hold.key();
    return new WishRequest(
        Slot.ENTRY,
        key.symbol(),
        key.side(),
        key.strategy(),
        hold.entry(),
        hold.entryQuantity(),
        null,
        null,
        hold.entryExpiry(),
        settings.entryPoll(),
        false,
        false,
        false,
        null,
        WishRequest.Source.LOOP,
        hold.trade(),
        null);
  }

  WishRequest exit(SessionIntent.Hold hold) {
    WatcherKey key = hold.key();
    return new WishRequest(
        Slot.EXIT,
        key.symbol(),
        key.side(),
        key.strategy(),
        hold.takeProfit(),
        hold.exitQuantity(),
        null,
        null,
        hold.exitExpiry(),
        settings.exitPoll(),
        false,
        false,
        false,
        null,
        WishRequest.Source.LOOP,
        null,
        hold.row());
  }
}

package dev.maxdiff.chaos;

import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import java.time.Duration;

/** Something that the schedule does at a moment. */
sealed interface Deed {

  /** What a client asks of the runtime about a slot. */
  sealed interface Ask extends Deed {
    SlotId slot();
  }

  record Want(WishRequest wish) implements Ask {
    @Override
    public SlotId slot() {
      return slotOf(wish);
    }
  }

  record Withdraw(SlotId slot) implements Ask {}

  /** What is done to the runtime; the next one waits until it runs again. */
  sealed interface Blow extends Deed {}

  record KillRuntime() implements Blow {}

  record KillSentinel() implements Blow {}

  record KillBoth() implements Blow {}

  /** A signal that ends it in order. */
  record End(String signal) implements Blow {}

  /** SIGSTOP, and SIGCONT after that time. */
  record Freeze(Duration length) implements Blow {}

  /** The broker misbehaves for a while. */
  record Misbehave(BrokerFault fault, Duration length) implements Deed {}

  private static SlotId slotOf(WishRequest wish) {
    return new WatcherKey(wish.symbol(), wish.side(), wish.strategy()).slot(wish.slot());
  }
}

package dev.maxdiff.chaos;

import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.time.Duration;

/** An action of the schedule. */
sealed interface ChaosAction {

  /** A client's request for a slot. */
  sealed interface ClientRequest extends ChaosAction {
    SlotId slot();
  }

  record SubmitWish(WishRequest wish) implements ClientRequest {
    @Override
    public SlotId slot() {
      return slotOf(wish);
    }
  }

  record WithdrawWish(SlotId slot) implements ClientRequest {}

  /** A fault of the runtime; the next fault waits until the runtime runs again. */
  sealed interface RuntimeFault extends ChaosAction {}

  record KillRuntime() implements RuntimeFault {}

  record KillSentinel() implements RuntimeFault {}

  record KillBoth() implements RuntimeFault {}

  /** A signal that shuts the runtime down in order. */
  record Shutdown(String signal) implements RuntimeFault {}

  /** SIGSTOP, then SIGCONT after {@code length}. */
  record Freeze(Duration length) implements RuntimeFault {}

  /** A fault of the broker for {@code length}. */
  record InjectBrokerFault(BrokerFault fault, Duration length) implements ChaosAction {}

  /** A person beside the program does something with the account. */
  sealed interface ForeignAct extends ChaosAction {}

  /**
   * @param value in USD
   */
  record BuyByHand(Symbol symbol, int value) implements ForeignAct {}

  /** Sells what no open order holds; it may belong to keys. */
  record SellByHand(Symbol symbol, int value) implements ForeignAct {}

  /**
   * @param amount in USD; negative = a withdrawal
   */
  record MoveCash(int amount) implements ForeignAct {}

  private static SlotId slotOf(WishRequest wish) {
    return new WatcherKey(wish.symbol(), wish.side(), wish.strategy()).slot(wish.slot());
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.util.Optional;

/**
 * Which generation of a slot may send orders, at the time of the call. A withdrawn authority is
 * gone when the call that withdrew it returns.
 */
public interface Authorities {

  /** Whether this generation may send orders now. */
  boolean isCurrent(WatcherAuthority authority);

  /** Returns the authority of the slot's current generation; empty if none may order. */
  Optional<WatcherAuthority> current(SlotId slot);

  /** Whether the generation of the order has no authority any more. */
  boolean isLeft(OwnOrder own);

  /**
   * Whether no cancel of an exit's order may begin, because the runtime ends: its watcher could be
   * ended between the cancel and the new order.
   */
  boolean areExitOrdersKept();

  /** Whether an order of the slot that appears later must be cancelled. */
  boolean isCancelled(SlotId slot);

  /** Whether the entries of the slot are paused: even a current generation shall have none open. */
  boolean isPaused(SlotId slot);

  /** Whether a current exit of the symbol claims unowned quantity. */
  boolean isClaimed(Symbol symbol);
}

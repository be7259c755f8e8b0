package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Authorities;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.util.Optional;

/** The authorities of the tokens and the pauses of now. Thread-safe. */
record CurrentAuthorities(FencingTokens tokens, TradingAccount account) implements Authorities {

  @Override
  public boolean isCurrent(WatcherAuthority authority) {
    return tokens.isCurrent(authority);
  }

  @Override
  public Optional<WatcherAuthority> current(SlotId slot) {
    return tokens.current(slot);
  }

  @Override
  public boolean isLeft(OwnOrder own) {
    return tokens.isLeft(own);
  }

  @Override
  public boolean areExitOrdersKept() {
    return tokens.areExitOrdersKept();
  }

  @Override
  public boolean isCancelled(SlotId slot) {
    return tokens.isCancelled(slot);
  }

  @Override
  public boolean isPaused(SlotId slot) {
    return slot.slot() == Slot.ENTRY && account.state().pauses().inForce().isPaused(slot.key());
  }

  @Override
  public boolean isClaimed(Symbol symbol) {
    return tokens.isClaimed(symbol);
  }
}

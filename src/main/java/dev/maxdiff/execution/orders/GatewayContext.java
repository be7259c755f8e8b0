package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.AsyncOrders;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Authorities;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.UpstreamView;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The collaborators that all order managers and the routes of one gateway share; every part is
 * thread-safe.
 *
 * @param origin of every order id; its installation is part of the persistence ids
 * @param orders the order requests of the account
 * @param callerIds the ids that watchers give their orders
 * @param account the state that all order managers share
 * @param clock time of the watchers
 * @param blocking runs the calls that wait for the broker; no order waits for its threads
 */
public record GatewayContext(
    OrderOrigin origin,
    ExecutionSettings settings,
    AsyncOrders orders,
    UpstreamView upstream,
    ChangeNotifier changes,
    FencingTokens tokens,
    CallerOrderIds callerIds,
    TradingAccount account,
    InstantSource clock,
    Executor blocking,
    Consumer<OrderEvent> events) {

  /** Returns the installation of this state directory. */
  public String installation() {
    return origin.installation();
  }

  /** Returns who may order, at the time of each call. */
  public Authorities authorities() {
    return new CurrentAuthorities(tokens, account);
  }

  /**
   * Returns the ledger of the symbol, corrected for fees and drift, as the checks of orders use it.
   */
  public SymbolLedger symbolLedger(PositionLedger ledger, Symbol symbol) {
    return account.state().symbolLedger(ledger, symbol);
  }

  /**
   * Returns the unowned quantity that this authority may close, as a magnitude: zero unless it is
   * the claimant, at most the quantity that has been unowned for the patience.
   */
  public BigDecimal claimable(WatcherAuthority authority, SymbolLedger entry) {
    if (!tokens.isClaimant(authority)) {
      return BigDecimal.ZERO;
    }
    Side side = authority.slot().key().side();
    return account.state().drift().claimable(entry.symbol(), side).min(entry.unowned(side));
  }
}

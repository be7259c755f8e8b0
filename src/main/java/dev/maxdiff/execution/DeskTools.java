package dev.maxdiff.execution;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The collaborators that all order managers and the routes of one gateway share; every part is
 * thread-safe.
 *
 * @param installation names the state directory in every order id and in the persistence ids
 * @param lossBrake checks every account that is read for an entry
 * @param gauges figures for the metrics
 * @param clock time of the watchers
 * @param blocking runs calls that wait for the broker
 */
record DeskTools(
    String installation,
    ExecutionSettings settings,
    Broker broker,
    UpstreamView view,
    Changes changes,
    Tokens tokens,
    Capital capital,
    Discrepancies discrepancies,
    Pauses pauses,
    LossBrake lossBrake,
    DeskGauges gauges,
    InstantSource clock,
    Executor blocking,
    Consumer<OrderEvent> events) {

  /**
   * Returns the ledger of the symbol, corrected for fees and drift, as the checks of orders use it.
   */
  BookEntry entry(Book ledger, Symbol symbol) {
    BookEntry entry = ledger.entry(symbol);
    return discrepancies.isFrozen(symbol)
        ? entry.shrunk()
        : entry.doubted().settled(discrepancies.claimable(symbol, Side.BUY));
  }

  /**
   * Returns the unowned quantity that this authority may close, as a magnitude: zero unless it is
   * the claimant, at most the quantity that has been unowned for the patience.
   */
  BigDecimal claimable(Grant authority, BookEntry entry) {
    if (!tokens.isClaimant(authority)) {
      return BigDecimal.ZERO;
    }
    Side side = authority.slot().key().side();
    return discrepancies.claimable(entry.symbol(), side).min(entry.unowned(side));
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What all desks of one gateway share; every part is thread-safe.
 *
 * @param installation names the state directory in every order id, and keeps its journals apart
 * @param lossBrake told of every account that is read for an entry
 * @param gauges told what the metrics show
 * @param clock the watchers' time
 * @param blocking runs what waits for the broker
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

  /** The symbol's part of the book as it counts for orders now. */
  BookEntry entry(Book book, Symbol symbol) {
    BookEntry entry = book.entry(symbol);
    return discrepancies.isFrozen(symbol)
        ? entry.shrunk()
        : entry.doubted().settled(discrepancies.claimable(symbol, Side.BUY));
  }

  /**
   * The unowned quantity that this authority may close, as a magnitude: zero unless it is the
   * claimant, and never more than the quantity that has been unowned for the patience.
   */
  BigDecimal claimable(Grant grant, BookEntry entry) {
    if (!tokens.isClaimant(grant)) {
      return BigDecimal.ZERO;
    }
    Side side = grant.slot().key().side();
    return discrepancies.claimable(entry.symbol(), side).min(entry.unowned(side));
  }
}

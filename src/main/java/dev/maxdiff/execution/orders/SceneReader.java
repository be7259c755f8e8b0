package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Scene;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.Exposure;
import dev.maxdiff.execution.upstream.Prefetch;
import dev.maxdiff.execution.upstream.Timestamped;
import java.time.Duration;
import java.util.Optional;

/** Reads the {@link Scene} for the pre-trade checks of one symbol's orders. Blocks; thread-safe. */
final class SceneReader {

  /** Age, wall time, beyond which a quote is read again before the checks. */
  private static final Duration QUOTE_KEEPS = Duration.ofSeconds(1);

  private final Symbol symbol;
  private final GatewayContext context;

  SceneReader(Symbol symbol, GatewayContext context) {
    this.symbol = symbol;
    this.context = context;
  }

  /**
   * Reads the account after the ledger: a fill between the two reads is counted twice and never
   * missed. Reads the quote in parallel, and again if the other reads took long.
   *
   * @throws BrokerException if a read fails; a quote is optional for an exit
   */
  Scene read(WatcherAuthority authority) {
    long begun = System.nanoTime();
    Prefetch<Optional<ObservedQuote>> quote =
        Prefetch.read(() -> context.upstream().quote(symbol), context.orderReads());
    PositionLedger account = context.upstream().snapshot(Duration.ZERO).value().ledger();
    SymbolLedger ofSymbol = context.symbolLedger(account, symbol);
    boolean isFrozen = context.drift().isFrozen(symbol);
    boolean isEntry = authority.slot().slot() == Slot.ENTRY;
    return new Scene(
        account,
        ofSymbol,
        context
            .upstream()
            .asset(symbol)
            .map(Timestamped::value)
            .orElseThrow(
                () ->
                    new BrokerException(
                        BrokerException.Failure.NOT_FOUND, 404, 0, "no asset " + symbol)),
        isEntry ? quote(quote, begun) : quoteIfAny(quote, begun),
        isFrozen,
        context.claimable(authority, ofSymbol),
        isEntry ? entryLimits(authority, account) : EntryLimits.NONE);
  }

  private Optional<ObservedQuote> quote(Prefetch<Optional<ObservedQuote>> quote, long begun) {
    return System.nanoTime() - begun < QUOTE_KEEPS.toNanos()
        ? quote.get()
        : context.upstream().quote(symbol);
  }

  /** An exit needs no quote: market data that cannot be read keep it from no order. */
  private Optional<ObservedQuote> quoteIfAny(Prefetch<Optional<ObservedQuote>> quote, long begun) {
    try {
      return quote(quote, begun);
    } catch (BrokerException e) {
      return Optional.empty();
    }
  }

  private EntryLimits entryLimits(WatcherAuthority authority, PositionLedger ledger) {
    SlotId slot = authority.slot();
    Account account = context.upstream().account(Duration.ZERO).value();
    context.dailyLossLimit().check(account);
    return new EntryLimits(
        context.cash().allowance(slot, account, ledger),
        Exposure.beside(slot, ledger, context.cash().committed(ledger)),
        context.pauses().of(slot.key()),
        ledger.bought(authority.wish()));
  }
}

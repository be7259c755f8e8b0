package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.Scene;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryReading;
import dev.maxdiff.execution.upstream.Prefetch;
import dev.maxdiff.execution.upstream.Timestamped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the {@link Scene} for the pre-trade checks of one symbol's orders. Thread-safe. */
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
   * Begins to read; does not block. The stage fails with {@link BrokerException} if a read fails; a
   * quote is optional for an exit.
   */
  CompletionStage<Scene> read(WatcherAuthority authority) {
    long freedBefore = context.account().state().cash().freed();
    boolean isEntry = authority.slot().slot() == Slot.ENTRY;
    return CompletableFuture.supplyAsync(
            () -> isEntry ? entryReads(authority, freedBefore) : reads(this::quoteIfAny),
            context.orderReads())
        .thenCompose(
            reads ->
                reads
                    .entry
                    .map(context.account()::entryLimits)
                    .orElseGet(() -> CompletableFuture.completedStage(EntryLimits.NONE))
                    .thenApply(limits -> scene(authority, reads, limits)));
  }

  /**
   * What the broker has answered.
   *
   * @param entry the reads for the limits of an entry; empty for an exit
   */
  private record Reads(
      PositionLedger ledger,
      Asset asset,
      Optional<ObservedQuote> quote,
      Optional<EntryReading> entry) {}

  /**
   * Reads the account after the ledger: a fill between the two reads is counted twice and never
   * missed.
   */
  private Reads entryReads(WatcherAuthority authority, long freedBefore) {
    Reads reads = reads(this::quote);
    EntryReading entry =
        new EntryReading(
            authority,
            context.upstream().account(Duration.ZERO).value(),
            reads.ledger,
            freedBefore);
    return new Reads(reads.ledger, reads.asset, reads.quote, Optional.of(entry));
  }

  /** Reads the quote in parallel, and again if the other reads took long. */
  private Reads reads(QuoteReader quotes) {
    long begun = System.nanoTime();
    Prefetch<Optional<ObservedQuote>> quote =
        Prefetch.read(() -> context.upstream().quote(symbol), context.orderReads());
    PositionLedger ledger = context.upstream().snapshot(Duration.ZERO).value().ledger();
    Asset asset =
        context
            .upstream()
            .asset(symbol)
            .map(Timestamped::value)
            .orElseThrow(
                () ->
                    new BrokerException(
                        BrokerException.Failure.NOT_FOUND, 404, 0, "no asset " + symbol));
    return new Reads(ledger, asset, quotes.read(quote, begun), Optional.empty());
  }

  /** Takes the quote that was read in parallel since a monotonic time. */
  private interface QuoteReader {
    Optional<ObservedQuote> read(Prefetch<Optional<ObservedQuote>> quote, long begun);
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

  private Scene scene(WatcherAuthority authority, Reads reads, EntryLimits limits) {
    SymbolLedger ofSymbol = context.symbolLedger(reads.ledger, symbol);
    return new Scene(
        reads.ledger,
        ofSymbol,
        reads.asset,
        reads.quote,
        context.account().state().drift().isFrozen(symbol),
        context.claimable(authority, ofSymbol),
        limits);
  }
}

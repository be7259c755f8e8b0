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
import dev.maxdiff.execution.upstream.BrokerAnswers;
import dev.maxdiff.execution.upstream.Timestamped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Reads the {@link Scene} for the pre-trade checks of one symbol's orders. Thread-safe; no call
 * blocks.
 */
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
   * Begins to read; does not block. The stage fails with a {@link BrokerException} if a read fails;
   * a quote is optional for an exit.
   */
  CompletionStage<Scene> read(WatcherAuthority authority) {
    return authority.slot().slot() == Slot.ENTRY ? ofEntry(authority) : ofExit(authority);
  }

  private CompletionStage<Scene> ofEntry(WatcherAuthority authority) {
    long freedBefore = context.account().state().cash().freed();
    return reads(quote -> quote)
        .thenCompose(
            reads ->
                entryReading(authority, reads.ledger, freedBefore)
                    .thenCompose(context.account()::entryLimits)
                    .thenApply(limits -> scene(authority, reads, limits)));
  }

  /**
   * Reads the account after the ledger: a fill between the two reads is counted twice and never
   * missed.
   */
  private CompletionStage<EntryReading> entryReading(
      WatcherAuthority authority, PositionLedger ledger, long freedBefore) {
    return context
        .upstream()
        .readAccount(Duration.ZERO)
        .thenApply(account -> new EntryReading(authority, account.value(), ledger, freedBefore));
  }

  private CompletionStage<Scene> ofExit(WatcherAuthority authority) {
    return reads(SceneReader::quoteIfAny)
        .thenApply(reads -> scene(authority, reads, EntryLimits.NONE));
  }

  /** What the broker has answered. */
  private record Reads(PositionLedger ledger, Asset asset, Optional<ObservedQuote> quote) {}

  /**
   * Reads the quote in parallel, and again if the other reads took long.
   *
   * @param missing what to do about a quote that cannot be read
   */
  private CompletionStage<Reads> reads(
      UnaryOperator<CompletionStage<Optional<ObservedQuote>>> missing) {
    long begun = System.nanoTime();
    CompletionStage<Optional<ObservedQuote>> early = context.upstream().readQuote(symbol);
    return context
        .upstream()
        .readSnapshot(Duration.ZERO)
        .thenApply(snapshot -> snapshot.value().ledger())
        .thenCompose(
            ledger ->
                asset()
                    .thenCompose(
                        asset ->
                            missing
                                .apply(quote(early, begun))
                                .thenApply(quote -> new Reads(ledger, asset, quote))));
  }

  private CompletionStage<Asset> asset() {
    return context
        .upstream()
        .readAsset(symbol)
        .thenApply(
            found ->
                found
                    .map(Timestamped::value)
                    .orElseThrow(
                        () ->
                            new BrokerException(
                                BrokerException.Failure.NOT_FOUND, 404, 0, "no asset " + symbol)));
  }

  private CompletionStage<Optional<ObservedQuote>> quote(
      CompletionStage<Optional<ObservedQuote>> early, long begun) {
    return System.nanoTime() - begun < QUOTE_KEEPS.toNanos()
        ? early
        : context.upstream().readQuote(symbol);
  }

  /** An exit needs no quote: market data that cannot be read keep it from no order. */
  private static CompletionStage<Optional<ObservedQuote>> quoteIfAny(
      CompletionStage<Optional<ObservedQuote>> quote) {
    return quote.exceptionallyCompose(
        failure ->
            BrokerAnswers.failure(failure).isPresent()
                ? CompletableFuture.completedStage(Optional.empty())
                : CompletableFuture.failedStage(failure));
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

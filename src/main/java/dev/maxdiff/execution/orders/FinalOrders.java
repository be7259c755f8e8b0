package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.execution.model.ExitCoverage;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.upstream.Timestamped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders at the end of a runtime: cancels the entries, and gives the exits time to cover what
 * has filled meanwhile, before their watchers are ended (DESIGN 4.4). Thread-safe; blocks nothing.
 *
 * <p>From the first call on, no cancel of an exit's order begins: a watcher that is ended between
 * the cancel and the new order would leave the position uncovered.
 */
public final class FinalOrders {

  private static final Logger LOG = LoggerFactory.getLogger(FinalOrders.class);

  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  /** Pause between two reads of the account while exits cover fills. */
  private static final Executor AFTER_A_PAUSE =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private final GatewayContext context;
  private final OrderManagers orderManagers;
  private final OrderCancellation cancels;
  private final CompletableFuture<Void> hurried = new CompletableFuture<>();
  private volatile CompletionStage<List<Order>> unconfirmed =
      CompletableFuture.completedStage(List.of());
  private volatile boolean isQuiet = true;

  /**
   * What is left at the end.
   *
   * @param unconfirmed orders that were cancelled and whose end the broker did not confirm
   * @param uncovered keys that own a quantity that can be sold and that no working order closes
   */
  public record Report(List<Order> unconfirmed, List<ExitCoverage> uncovered) {

    public static final Report NOTHING = new Report(List.of(), List.of());

    public Report {
      unconfirmed = List.copyOf(unconfirmed);
      uncovered = List.copyOf(uncovered);
    }
  }

  public FinalOrders(
      GatewayContext context, OrderManagers orderManagers, OrderCancellation cancels) {
    this.context = context;
    this.orderManagers = orderManagers;
    this.cancels = cancels;
  }

  /**
   * Cancels the orders in all slots of these kinds, whose authority is withdrawn already.
   *
   * @return completes when the watchers may be ended; never fails. Where such an order was open, or
   *     a request of a watcher was under way: when the cancels are confirmed, the requests have
   *     ended and the exits of living watchers cover what their keys own, at the latest after the
   *     patience. Otherwise at once.
   */
  public CompletionStage<Void> settle(Set<Slot> kinds, Duration patience) {
    context.tokens().keepExitOrders();
    if (context.tokens().isStopped()) {
      // another runtime uses the account, and orders from before this start may be its own
      unconfirmed = CompletableFuture.completedStage(cancels.lastSeenOpen(this::isOfThisStart));
      return DONE;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    isQuiet =
        !orderManagers.isBusy()
            && cancels.lastSeenOpen(own -> kinds.contains(own.slot().slot())).isEmpty();
    CompletionStage<Void> idle = isQuiet ? DONE : orderManagers.idle(patience);
    unconfirmed = cancels.cancelAllLeft(kinds, patience);
    if (isQuiet) {
      return DONE;
    }
    CompletableFuture<Void> settled =
        idle.thenCombine(unconfirmed, (done, left) -> deadline)
            .thenCompose(this::covered)
            .exceptionally(FinalOrders::logged)
            .toCompletableFuture()
            .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
    return CompletableFuture.anyOf(settled, hurried).thenApply(any -> null);
  }

  private boolean isOfThisStart(OwnOrder own) {
    return ClientOrderId.parse(own.order().clientOrderId())
        .filter(id -> id.tag().equals(context.origin().tag()))
        .isPresent();
  }

  /** Ends the patience at once. */
  public void hurry() {
    hurried.complete(null);
  }

  /** Looks until the exits of living watchers cover their keys, or the deadline has passed. */
  private CompletionStage<Void> covered(long deadline) {
    if (hurried.isDone() || System.nanoTime() - deadline >= 0) {
      return DONE;
    }
    return uncovered().thenCompose(left -> awaitExits(left, deadline));
  }

  private CompletionStage<Void> awaitExits(List<ExitCoverage> left, long deadline) {
    List<ExitCoverage> awaited =
        left.stream()
            .filter(line -> line.state() == ExitCoverage.State.UNCOVERED)
            .filter(line -> context.tokens().isOrdering(line.exit()))
            .toList();
    if (awaited.isEmpty()) {
      return DONE;
    }
    return CompletableFuture.supplyAsync(() -> deadline, AFTER_A_PAUSE).thenCompose(this::covered);
  }

  /**
   * Returns what is left when the watchers have ended. Reads the account unless nothing happened
   * and the newest read shows every key covered; after a failed or slow read the newest one counts.
   *
   * @param patience longest wait for the read and for the confirmations
   */
  public CompletionStage<Report> report(Duration patience) {
    List<ExitCoverage> lastSeen = lastSeenUncovered();
    CompletionStage<List<ExitCoverage>> uncovered =
        isQuiet && lastSeen.isEmpty()
            ? CompletableFuture.completedStage(lastSeen)
            : uncovered()
                .exceptionally(failure -> Objects.requireNonNullElse(logged(failure), lastSeen))
                .toCompletableFuture()
                .completeOnTimeout(lastSeen, patience.toNanos(), TimeUnit.NANOSECONDS);
    return unconfirmed.thenCombine(uncovered, Report::new);
  }

  private CompletionStage<List<ExitCoverage>> uncovered() {
    return CompletableFuture.supplyAsync(
        () -> {
          PositionLedger ledger = context.upstream().snapshot(Duration.ZERO).value().ledger();
          return uncovered(ledger, this::asset);
        },
        context.blocking());
  }

  /** Waits for nothing: the thread of the shutdown calls it. */
  private List<ExitCoverage> lastSeenUncovered() {
    return context
        .upstream()
        .last()
        .map(last -> uncovered(last.ledger(), context.upstream()::lastAsset))
        .orElse(List.of());
  }

  private List<ExitCoverage> uncovered(
      PositionLedger ledger, Function<Symbol, Optional<Asset>> assets) {
    return ledger.symbols().stream()
        .map(symbol -> context.symbolLedger(ledger, symbol))
        .flatMap(
            entry ->
                ExitCoverage.of(
                    entry.line(),
                    entry.own(),
                    ClosingTerms.of(
                        entry.symbol(), assets.apply(entry.symbol()), context.clock().instant()))
                    .stream())
        .filter(ExitCoverage::isUncovered)
        .toList();
  }

  private Optional<Asset> asset(Symbol symbol) {
    try {
      return context.upstream().asset(symbol).map(Timestamped::value);
    } catch (BrokerException e) {
      return Optional.empty();
    }
  }

  private static <T> T logged(Throwable failure) {
    LOG.warn("The coverage of the positions cannot be read: {}", failure.getMessage());
    return null;
  }
}

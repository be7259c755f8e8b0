package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import dev.maxdiff.supervision.wishes.GeneralHold;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The {@link WatcherService} of the runtime: checks requests, fills in defaults, and passes wishes
 * to supervision in the order of their arrival.
 */
public final class WatcherControl implements WatcherService {

  /**
   * The collaborators of control.
   *
   * @param broker source of quotes, assets and the calendar; its calls block
   * @param blocking runs the broker's calls
   * @param history reads the journal
   * @param reconciled lines of the reconciliation at the start
   * @param clock the watchers' time: the exchange's under replay
   */
  public record Collaborators(
      Venue venue,
      Supervisors supervisors,
      OrderGateway gateway,
      Broker broker,
      Executor blocking,
      Function<HistoryQuery, CompletionStage<List<RuntimeEvent>>> history,
      EventBus events,
      ConsistencySettings consistency,
      Supplier<List<String>> reconciled,
      InstantSource clock) {

    public Collaborators {
      requireNonNull(venue, "venue");
      requireNonNull(supervisors, "supervisors");
      requireNonNull(gateway, "gateway");
      requireNonNull(broker, "broker");
      requireNonNull(blocking, "blocking");
      requireNonNull(history, "history");
      requireNonNull(events, "events");
      requireNonNull(consistency, "consistency");
      requireNonNull(clock, "clock");
    }
  }

  private final ControlSettings settings;
  private final Collaborators collaborators;
  private final MarketDataCache market;
  private final WishIntake intake;
  private final Withdrawals withdrawals;
  private final OperatorActions operatorActions;
  private final ConsistencyMonitor consistency;

  public WatcherControl(ControlSettings settings, Collaborators collaborators) {
    this.settings = requireNonNull(settings, "settings");
    this.collaborators = requireNonNull(collaborators, "collaborators");
    this.market =
        new MarketDataCache(
            collaborators.broker, collaborators.blocking, settings, System::nanoTime);
    this.intake = new WishIntake(settings, collaborators.supervisors, market, collaborators.clock);
    this.consistency =
        new ConsistencyMonitor(
            collaborators.consistency,
            collaborators.supervisors,
            collaborators.gateway,
            market,
            collaborators.events,
            collaborators.clock,
            System::nanoTime);
    this.operatorActions =
        new OperatorActions(
            collaborators.gateway,
            new HoldActions(collaborators.supervisors, collaborators.events, collaborators.clock),
            settings.cancelPatience(),
            collaborators.clock);
    this.withdrawals =
        new Withdrawals(
            collaborators.supervisors,
            collaborators.gateway,
            collaborators.events,
            settings.cancelPatience(),
            collaborators.clock);
  }

  /**
   * Refuses wishes from now on; all other requests are still answered. First step of a shutdown.
   */
  public void closeIntake() {
    intake.close();
  }

  /** Returns a line for each hold by an operator. */
  public List<String> holds() {
    return HoldMessages.lines(
        collaborators.supervisors.generalHold(), collaborators.supervisors.slots());
  }

  /** Returns the metrics of the runtime. */
  public CompletionStage<List<Metric>> metrics() {
    RuntimeMetrics metrics =
        new RuntimeMetrics(
            collaborators.events.counts(),
            collaborators.supervisors.slots(),
            consistency.figures(),
            collaborators.gateway.metrics());
    return CompletableFuture.completedFuture(metrics.metrics());
  }

  /** Runs one consistency check; called by one thread at a time. */
  public void checkConsistency() {
    consistency.check();
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    return intake.want(request);
  }

  @Override
  public CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    return intake.preview(requests);
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    return withdrawals.stop(request);
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    return withdrawals.killAll(cancelOrders);
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return operatorActions.pause(scope);
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    return operatorActions.resume(request);
  }

  @Override
  public CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    return operatorActions.acceptLedger(request);
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return operatorActions.cancelDuplicates(request);
  }

  @Override
  public CompletionStage<StatusView> status() {
    return snapshot()
        .thenApply(
            snapshot ->
                snapshot.status(
                    collaborators.venue,
                    collaborators.clock.instant(),
                    consistency.figures().now(),
                    collaborators.reconciled.get()));
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return snapshot()
        .thenCompose(
            snapshot ->
                incrementsLoaded(snapshot.symbols())
                    .thenApply(known -> snapshot.consistency(this::terms, naked())));
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    return collaborators.history.apply(new HistoryQuery(symbols, slots, since));
  }

  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    return collaborators.events.subscribe(listener);
  }

  private CompletionStage<StatusSnapshot> snapshot() {
    return snapshot(collaborators.supervisors.slots());
  }

  private CompletionStage<StatusSnapshot> snapshot(List<SlotView> slots) {
    GeneralHold generalHold = collaborators.supervisors.generalHold();
    return overview()
        .handle(
            (overview, failure) ->
                failure == null
                    ? new StatusSnapshot(
                        slots, generalHold, overview, null, collaborators.gateway.owedCancels())
                    : new StatusSnapshot(
                        slots,
                        generalHold,
                        null,
                        WishIntake.oneLine(WishIntake.rootOf(failure)),
                        Set.of()));
  }

  /** Loads missing increments: without them a rounding remainder would count as uncovered. */
  private CompletableFuture<Void> incrementsLoaded(Set<Symbol> symbols) {
    return CompletableFuture.allOf(
        symbols.stream()
            .map(
                symbol ->
                    market
                        .increments(symbol)
                        .exceptionally(failure -> Increments.of(symbol.assetClass())))
            .toArray(CompletableFuture[]::new));
  }

  private ClosingTerms terms(Symbol symbol) {
    return market.terms(symbol, collaborators.clock.instant());
  }

  private Set<SlotId> naked() {
    return consistency.figures().naked();
  }

  private CompletionStage<OrderGateway.AccountOverview> overview() {
    try {
      return collaborators.gateway.overview();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}

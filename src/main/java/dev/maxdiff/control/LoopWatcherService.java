package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The service for loops: every request counts as a loop's, whatever its {@code source} says. For
 * sessions, plans and programs that embed the runtime.
 */
public final class LoopWatcherService implements WatcherService {

  private final WatcherService watchers;

  public LoopWatcherService(WatcherService watchers) {
    this.watchers = requireNonNull(watchers, "watchers");
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    return watchers.want(request.from(WishRequest.Source.LOOP));
  }

  @Override
  public CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    return watchers.preview(
        requests.stream().map(request -> request.from(WishRequest.Source.LOOP)).toList());
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    return watchers.stop(request.from(WishRequest.Source.LOOP));
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    return watchers.killAll(cancelOrders);
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return watchers.pause(scope);
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    return watchers.resume(request.from(WishRequest.Source.LOOP));
  }

  @Override
  public CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    return watchers.acceptLedger(request);
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return watchers.cancelDuplicates(request);
  }

  @Override
  public CompletionStage<StatusView> status() {
    return watchers.status();
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return watchers.prove();
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    return watchers.history(symbols, slots, since);
  }

  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    return watchers.subscribe(listener);
  }
}

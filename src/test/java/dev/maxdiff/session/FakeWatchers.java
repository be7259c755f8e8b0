package dev.maxdiff.session;

import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers wishes as control does, without watchers; tests can replace the answers. */
public final class FakeWatchers implements WatcherService {

  final List<WishRequest> wishes = new CopyOnWriteArrayList<>();
  public final List<StopRequest> stops = new CopyOnWriteArrayList<>();
  public final Map<SlotId, WishRequest> standing = new HashMap<>();
  final List<Consumer<RuntimeEvent>> listeners = new CopyOnWriteArrayList<>();
  final List<WishRequest> previewed = new ArrayList<>();
  Function<WishRequest, WishPreview> preview = FakeWatchers::accepted;
  Function<WishRequest, CompletionStage<WishAnswer>> answer = this::answered;
  CompletionStage<List<StopAnswer>> stopAnswer = CompletableFuture.completedFuture(List.of());

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    wishes.add(request);
    return answer.apply(request);
  }

  @Override
  public CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    previewed.addAll(requests);
    return CompletableFuture.completedFuture(requests.stream().map(preview).toList());
  }

  static WishPreview accepted(WishRequest request) {
    return new WishPreview(
        WishPreview.Verdict.WISHED,
        slot(request).key(),
        request.slot(),
        "at " + request.price(),
        null);
  }

  CompletionStage<WishAnswer> answered(WishRequest request) {
    SlotId slot = slot(request);
    WishRequest before = standing.put(slot, request);
    boolean same =
        before != null
            && before.price().equals(request.price())
            && Objects.equals(before.quantity(), request.quantity());
    if (before != null && !same) {
      publish(RuntimeEvent.Kind.SUPERSEDED, slot);
    }
    if (!same) {
      publish(RuntimeEvent.Kind.WISHED, slot);
      publish(RuntimeEvent.Kind.STARTED, slot);
    }
    WishAnswer.Outcome outcome =
        before == null
            ? WishAnswer.Outcome.STARTED
            : same ? WishAnswer.Outcome.UNCHANGED : WishAnswer.Outcome.REPLACED;
    return CompletableFuture.completedFuture(answer(request, outcome));
  }

  static WishAnswer answer(WishRequest request, WishAnswer.Outcome outcome) {
    SlotId slot = slot(request);
    return new WishAnswer(outcome, slot.key(), slot.slot(), 1, outcome + " " + slot);
  }

  static SlotId slot(WishRequest request) {
    return new WatcherKey(request.symbol(), request.side(), request.strategy())
        .slot(request.slot());
  }

  public List<WishRequest> wishesOf(Slot slot) {
    return wishes.stream().filter(wish -> wish.slot() == slot).toList();
  }

  void publish(RuntimeEvent.Kind kind, SlotId slot) {
    var event = new RuntimeEvent(Instant.EPOCH, kind, slot, 1, null, null, "");
    listeners.forEach(listener -> listener.accept(event));
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    stops.add(request);
    standing
        .keySet()
        .removeIf(
            slot ->
                (request.symbol() == null || request.symbol().equals(slot.key().symbol()))
                    && (request.strategy() == null
                        || request.strategy().equals(slot.key().strategy())));
    return stopAnswer;
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<StatusView> status() {
    return CompletableFuture.completedFuture(
        new StatusView(
            Venue.EMBEDDED,
            Instant.EPOCH,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    throw new UnsupportedOperationException("a session never kills all");
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    throw new UnsupportedOperationException("a session proves nothing");
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    return CompletableFuture.completedFuture(new ArrayList<>());
  }
}

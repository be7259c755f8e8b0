package dev.maxdiff.session;

import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.SessionIntent;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.report.SessionCounters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sends intents to control without blocking, counts the answers and reports refusals. A failure of
 * one key leaves the other keys unaffected.
 */
public final class WishSender {

  /**
   * Far below the number of wishes in flight that control accepts: an operator's wish does not wait
   * behind a long plan, and control refuses no row of a plan for lack of capacity.
   */
  private static final int MAX_IN_FLIGHT = 64;

  private final SessionSettings settings;
  private final WatcherService watchers;
  private final SessionCounters counters;
  private final Consumer<String> problems;

  /** The calls of the newest round; only the session's thread replaces and stops them. */
  private BoundedBatch calls = new BoundedBatch(MAX_IN_FLIGHT, List.of());

  public WishSender(
      SessionSettings settings,
      WatcherService watchers,
      SessionCounters counters,
      Consumer<String> problems) {
    this.settings = settings;
    this.watchers = watchers;
    this.counters = counters;
    this.problems = problems;
  }

  /**
   * Sends a round. The future completes without a failure when every intent is answered or timed
   * out.
   */
  CompletableFuture<Void> send(List<SessionIntent> intents) {
    calls = new BoundedBatch(MAX_IN_FLIGHT, intents.stream().flatMap(this::calls).toList());
    return calls.start();
  }

  /** Drops the unsent intents of the newest round. */
  void stop() {
    calls.stop();
  }

  /**
   * Withdraws all wishes. The future completes without a failure when their watchers have ended.
   */
  CompletableFuture<Void> withdrawAll() {
    return stop(new StopRequest(null, null, null, null, false), "withdrawing the wishes");
  }

  /** Sends the exit together with the entry, even before the entry is filled. */
  private Stream<Supplier<CompletableFuture<?>>> calls(SessionIntent intent) {
    if (intent instanceof SessionIntent.Withdraw withdraw) {
      return Stream.of(() -> withdraw(withdraw.key()));
    }
    SessionIntent.Hold hold = (SessionIntent.Hold) intent;
    Stream.Builder<Supplier<CompletableFuture<?>>> calls = Stream.builder();
    if (hold.entry() != null) {
      calls.add(() -> want(hold.key().slot(Slot.ENTRY), entry(hold)));
    }
    if (hold.takeProfit() != null) {
      calls.add(() -> want(hold.key().slot(Slot.EXIT), exit(hold)));
    }
    return calls.build();
  }

  private CompletableFuture<?> want(SlotId slot, WishRequest request) {
    return withTimeout(() -> watchers.want(request))
        .thenAccept(answer -> answered(slot, answer))
        .exceptionally(failure -> failed(slot.toString(), failure));
  }

  private CompletableFuture<Void> withdraw(WatcherKey key) {
    return stop(
        new StopRequest(key.symbol(), key.side(), key.strategy(), null, false), key + " stop");
  }

  private CompletableFuture<Void> stop(StopRequest request, String operation) {
    return withTimeout(() -> watchers.stop(request))
        .<Void>thenApply(answers -> null)
        .exceptionally(failure -> failed(operation, failure));
  }

  private void answered(SlotId slot, WishAnswer answer) {
    counters.countAnswer(answer.outcome());
    switch (answer.outcome()) {
      case DENIED -> problems.accept(slot + " denied: " + answer.words());
      case UNRESOLVED -> problems.accept(slot + " unresolved: " + answer.words());
      default -> {}
    }
  }

  private Void failed(String operation, Throwable failure) {
    counters.countFailure();
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String reason =
        cause instanceof TimeoutException
            ? "no answer within " + settings.answerTimeout().toSeconds() + " s"
            : cause.getMessage();
    problems.accept(operation + " failed: " + reason);
    return null;
  }

  /** Adds the answer timeout to a call. If the service throws, only this call fails. */
  private <T> CompletableFuture<T> withTimeout(Supplier<CompletionStage<T>> call) {
    try {
      return call.get()
          .toCompletableFuture()
          .copy()
          .orTimeout(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private WishRequest entry(SessionIntent.Hold hold) {
    WatcherKey key = hold.key();
    return new WishRequest(
        Slot.ENTRY,
        key.symbol(),
        key.side(),
        key.strategy(),
        hold.entry(),
        hold.entryQuantity(),
        null,
        null,
        hold.entryExpiry(),
        settings.entryPoll(),
        false,
        false,
        false,
        null,
        WishRequest.Source.LOOP,
        hold.trade());
  }

  private WishRequest exit(SessionIntent.Hold hold) {
    WatcherKey key = hold.key();
    return new WishRequest(
        Slot.EXIT,
        key.symbol(),
        key.side(),
        key.strategy(),
        hold.takeProfit(),
        hold.exitQuantity(),
        null,
        null,
        hold.exitExpiry(),
        settings.exitPoll(),
        false,
        false,
        false,
        null,
        WishRequest.Source.LOOP);
  }
}

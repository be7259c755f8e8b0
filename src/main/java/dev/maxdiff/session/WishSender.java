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
 * Sends intents to control without waiting, counts the answers and reports the refusals; what one
 * key meets does not touch the others.
 */
public final class WishSender {

  /**
   * Far fewer than control lets be undecided: an operator's wish never waits behind a long plan,
   * and no row of a plan is refused for want of room.
   */
  private static final int MOST_UNANSWERED = 64;

  private final SessionSettings settings;
  private final WatcherService watchers;
  private final SessionCounters tally;
  private final Consumer<String> problems;

  /** Of the newest round; replaced and stopped by the session's thread. */
  private BoundedBatch calls = new BoundedBatch(MOST_UNANSWERED, List.of());

  public WishSender(
      SessionSettings settings,
      WatcherService watchers,
      SessionCounters tally,
      Consumer<String> problems) {
    this.settings = settings;
    this.watchers = watchers;
    this.tally = tally;
    this.problems = problems;
  }

  /** Completes, never with a failure, when every intent has its answer or has run out of time. */
  CompletableFuture<Void> send(List<SessionIntent> intents) {
    calls = new BoundedBatch(MOST_UNANSWERED, intents.stream().flatMap(this::calls).toList());
    return calls.start();
  }

  /** What of the newest round has not been sent by now will not be. */
  void stop() {
    calls.stop();
  }

  /** Completes, never with a failure, when every wish is withdrawn and its watcher gone. */
  CompletableFuture<Void> withdrawAll() {
    return stop(new StopRequest(null, null, null, null, false), "withdrawing the wishes");
  }

  /** The exit is wished with the entry, also before anything is filled. */
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
    return bounded(() -> watchers.want(request))
        .thenAccept(answer -> answered(slot, answer))
        .exceptionally(failure -> failed(slot.toString(), failure));
  }

  private CompletableFuture<Void> withdraw(WatcherKey key) {
    return stop(
        new StopRequest(key.symbol(), key.side(), key.strategy(), null, false), key + " stop");
  }

  private CompletableFuture<Void> stop(StopRequest request, String what) {
    return bounded(() -> watchers.stop(request))
        .<Void>thenApply(answers -> null)
        .exceptionally(failure -> failed(what, failure));
  }

  private void answered(SlotId slot, WishAnswer answer) {
    tally.answered(answer.outcome());
    switch (answer.outcome()) {
      case DENIED -> problems.accept(slot + " denied: " + answer.words());
      case UNRESOLVED -> problems.accept(slot + " unresolved: " + answer.words());
      default -> {}
    }
  }

  private Void failed(String what, Throwable failure) {
    tally.failed();
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String words =
        cause instanceof TimeoutException
            ? "no answer within " + settings.answerTimeout().toSeconds() + " s"
            : cause.getMessage();
    problems.accept(what + " failed: " + words);
    return null;
  }

  /** A service that throws instead of answering fails this wish, not the round. */
  private <T> CompletableFuture<T> bounded(Supplier<CompletionStage<T>> call) {
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
        WishRequest.Source.LOOP);
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

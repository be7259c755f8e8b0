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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends intents to control without blocking, counts the answers and reports refusals. A failure of
 * one key leaves the other keys unaffected. An intent that is refused is kept and sent again.
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
  private final KeptIntents kept;
  private final WishRequests requests;

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
    this.kept = new KeptIntents(settings.retry());
    this.requests = new WishRequests(settings);
  }

  /**
   * Sends a round, and repeats the refused intents that are due. The future completes without a
   * failure when every intent is answered or timed out.
   *
   * @param due the newest intents
   * @param now exchange time
   */
  CompletableFuture<Void> send(List<SessionIntent> due, Instant now) {
    kept.replacedBy(due);
    List<SessionIntent> intents = new ArrayList<>(kept.due(now));
    intents.addAll(due);
    if (intents.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    calls = new BoundedBatch(MAX_IN_FLIGHT, exitsFirst(intents));
    return calls.start();
  }

  /** Repeats the refused intents with the next round. */
  void repeatNow() {
    kept.repeatNow();
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
  private List<Supplier<CompletableFuture<?>>> exitsFirst(List<SessionIntent> intents) {
    List<Supplier<CompletableFuture<?>>> exits = new ArrayList<>();
    List<Supplier<CompletableFuture<?>>> others = new ArrayList<>();
    for (SessionIntent intent : intents) {
      if (intent instanceof SessionIntent.Withdraw withdraw) {
        others.add(() -> withdraw(withdraw));
      } else {
        SessionIntent.Hold hold = (SessionIntent.Hold) intent;
        if (hold.takeProfit() != null) {
          exits.add(() -> want(hold.withoutEntry(), Slot.EXIT, requests.exit(hold)));
        }
        if (hold.entry() != null) {
          others.add(() -> want(hold.withoutExit(), Slot.ENTRY, requests.entry(hold)));
        }
      }
    }
    exits.addAll(others);
    return exits;
  }

  /** Sends the wish of one slot; the session keeps a wish that is not accepted. */
  private CompletableFuture<?> want(SessionIntent.Hold hold, Slot slot, WishRequest request) {
    SlotId id = hold.key().slot(slot);
    return withTimeout(() -> watchers.want(request))
        .thenAccept(answer -> answered(hold, id, answer))
        .exceptionally(failure -> kept(hold, () -> failed(id.toString(), failure)));
  }

  private CompletableFuture<?> withdraw(SessionIntent.Withdraw withdraw) {
    WatcherKey key = withdraw.key();
    StopRequest request = new StopRequest(key.symbol(), key.side(), key.strategy(), null, false);
    return withTimeout(() -> watchers.stop(request))
        .thenAccept(answers -> kept.accepted(withdraw))
        .exceptionally(failure -> kept(withdraw, () -> failed(key + " stop", failure)));
  }

  private CompletableFuture<Void> stop(StopRequest request, String operation) {
    return withTimeout(() -> watchers.stop(request))
        .<Void>thenApply(answers -> null)
        .exceptionally(failure -> failed(operation, failure));
  }

  private void answered(SessionIntent.Hold hold, SlotId slot, WishAnswer answer) {
    switch (answer.outcome()) {
      case DENIED -> kept(hold, () -> refused(answer, slot + " denied: "));
      case UNRESOLVED -> kept(hold, () -> refused(answer, slot + " unresolved: "));
      default -> {
        kept.accepted(hold);
        counters.countAnswer(answer.outcome());
      }
    }
  }

  /** Keeps the intent, and reports the first of its refusals in a row. */
  private Void kept(SessionIntent intent, Runnable report) {
    if (kept.add(intent)) {
      report.run();
    }
    return null;
  }

  private void refused(WishAnswer answer, String words) {
    counters.countAnswer(answer.outcome());
    problems.accept(words + answer.words());
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
}

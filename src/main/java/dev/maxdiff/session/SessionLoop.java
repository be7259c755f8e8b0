package dev.maxdiff.session;

import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WatcherService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The session's course: wishes what has fallen due, one round at a time, and withdraws everything
 * at the end of the data. Called from one thread, which it never blocks.
 */
final class SessionLoop {

  private enum Phase {
    WISHING,
    /** Stopped by the operator: the wishes stay. */
    STOPPED,
    /** The data has ended: the wishes are being withdrawn. */
    WITHDRAWING,
  }

  private final WatcherService watchers;
  private final MarketHistory market;
  private final IntentSource source;
  private final WishSender sender;
  private final Consumer<String> problems;
  private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
  private CompletableFuture<Void> round = CompletableFuture.completedFuture(null);
  private Phase phase = Phase.WISHING;

  SessionLoop(
      WatcherService watchers,
      MarketHistory market,
      IntentSource source,
      WishSender sender,
      Consumer<String> problems) {
    this.watchers = watchers;
    this.market = market;
    this.source = source;
    this.sender = sender;
    this.problems = problems;
  }

  CompletableFuture<SessionEnd> ended() {
    return ended;
  }

  /** Looks at the clock. A slow round is never overlapped; the next one uses the newest data. */
  void tick() {
    if (phase != Phase.WISHING || !round.isDone()) {
      return;
    }
    Instant now = market.now();
    if (market.end().isPresent() && !now.isBefore(market.end().get())) {
      phase = Phase.WITHDRAWING;
      withdrawAll();
      return;
    }
    List<Intent> intents = source.due(now);
    if (!intents.isEmpty()) {
      round = sender.send(intents);
    }
  }

  /** No further wishes; those that stand stay. */
  void stop() {
    if (phase == Phase.WISHING) {
      phase = Phase.STOPPED;
      round.thenRun(() -> ended.complete(SessionEnd.STOPPED));
    }
  }

  private void withdrawAll() {
    watchers
        .stop(new StopRequest(null, null, null, null, false))
        .whenComplete(
            (answers, failure) -> {
              if (failure != null) {
                problems.accept("withdrawing the wishes failed: " + failure.getMessage());
              }
              ended.complete(SessionEnd.DATA_ENDED);
            });
  }
}

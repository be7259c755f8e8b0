package dev.maxdiff.session;

import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.MarketHistory;
import dev.maxdiff.session.model.SessionIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The session's course: wishes what has fallen due, one round at a time, and withdraws everything
 * at the end of the data. Called from one thread, which it never blocks.
 */
public final class SessionLoop {

  private enum Phase {
    WISHING,
    /** Stopped by the operator: the wishes stay. */
    STOPPED,
    /** The data has ended: the wishes are being withdrawn. */
    WITHDRAWING,
  }

  private final MarketHistory market;
  private final IntentSource source;
  private final WishSender sender;
  private final CompletableFuture<TradingSession.End> ended = new CompletableFuture<>();
  private CompletableFuture<Void> round = CompletableFuture.completedFuture(null);
  private Phase phase = Phase.WISHING;

  public SessionLoop(MarketHistory market, IntentSource source, WishSender sender) {
    this.market = market;
    this.source = source;
    this.sender = sender;
  }

  CompletableFuture<TradingSession.End> ended() {
    return ended;
  }

  /** Looks at the clock. A slow round is never overlapped; the next one uses the newest data. */
  public void tick() {
    if (phase != Phase.WISHING || !round.isDone()) {
      return;
    }
    Instant now = market.now();
    if (market.end().isPresent() && !now.isBefore(market.end().get())) {
      phase = Phase.WITHDRAWING;
      sender.withdrawAll().thenRun(() -> ended.complete(TradingSession.End.DATA_ENDED));
      return;
    }
    List<SessionIntent> intents = source.due(now);
    if (!intents.isEmpty()) {
      round = sender.send(intents);
    }
  }

  /** Until the next {@link #tick}. */
  Duration pause(Duration tick) {
    if (phase != Phase.WISHING || !round.isDone()) {
      return tick; // the source is not asked, so what it waits for does not come nearer
    }
    return source.settlesIn().filter(sooner -> sooner.compareTo(tick) < 0).orElse(tick);
  }

  /** No further wishes; those that stand stay. */
  void stop() {
    if (phase == Phase.WISHING) {
      phase = Phase.STOPPED;
      sender.stop();
      round.thenRun(() -> ended.complete(TradingSession.End.STOPPED));
    }
  }
}

package dev.maxdiff.session;

import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.MarketHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Sends the due intents of a session as wishes, one round at a time, and withdraws all wishes at
 * the end of the data. Called on one thread, which it never blocks.
 */
public final class SessionLoop {

  private enum Phase {
    WISHING,
    /** The operator stopped the session: the wishes stay. */
    STOPPED,
    /** The data ended: the withdrawal of the wishes is in flight. */
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

  /** Starts the next round if one is due. While a round is unanswered, no other round starts. */
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
    round = sender.send(source.due(now), now);
  }

  /**
   * An operator has lifted a hold: what was refused or withdrawn under it is sent once more.
   *
   * @param key null = every key
   */
  void resumed(WatcherKey key) {
    if (phase == Phase.WISHING) {
      source.again(key);
      sender.repeatNow();
      tick();
    }
  }

  /** Returns the time until the next {@link #tick}, at most {@code tick}. */
  Duration pause(Duration tick) {
    if (phase != Phase.WISHING || !round.isDone()) {
      return tick; // tick() will not ask the source
    }
    return source.nextCheckIn().filter(time -> time.compareTo(tick) < 0).orElse(tick);
  }

  /** Sends no further wishes; the existing wishes stay. */
  void stop() {
    if (phase == Phase.WISHING) {
      phase = Phase.STOPPED;
      sender.stop();
      round.thenRun(() -> ended.complete(TradingSession.End.STOPPED));
    }
  }
}

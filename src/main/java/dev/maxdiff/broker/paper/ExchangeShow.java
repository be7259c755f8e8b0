package dev.maxdiff.broker.paper;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is seen of the exchange from outside its actor: time, books, fills, audit log.
 *
 * <p>Only the actor writes, and only what is durable; everybody may read. What is seen goes back
 * only where a write has failed: a turn holds the books still until it is durable, or has turned
 * out to change nothing.
 */
final class ExchangeShow {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeShow.class);

  private final EngineSettings settings;
  private final MarketTape tape;
  private final AuditLog audit;
  private final VirtualClock clock;
  private final CompletableFuture<Instant> ended = new CompletableFuture<>();
  private final List<Consumer<Turn.Step>> followers = new CopyOnWriteArrayList<>();
  private volatile Quotes quotes;

  // guarded by this
  private ExchangeState state = ExchangeState.empty();
  private Instant held; // null = nothing is under way

  // the last event that the audit log and the followers were given
  private long shown;

  ExchangeShow(EngineSettings settings, MarketTape tape, AuditLog audit, VirtualClock clock) {
    this.settings = settings;
    this.tape = tape;
    this.audit = audit;
    this.clock = clock;
    this.shown = audit.lastEvent();
  }

  VirtualClock clock() {
    return clock;
  }

  CompletableFuture<Instant> ended() {
    return ended;
  }

  void subscribe(Consumer<Fill> subscriber) {
    follow(
        step -> {
          if (step.event() instanceof ExchangeEvent.OrderFilled filled) {
            subscriber.accept(filled.fill());
          }
        });
  }

  /** Is told each durable event, on the exchange's own thread. */
  void follow(Consumer<Turn.Step> follower) {
    followers.add(follower);
  }

  /** The books and the time, read once: a consistent answer is made of one view. */
  ExchangeView view() {
    ExchangeState books;
    Instant now;
    Instant moment;
    synchronized (this) {
      books = state;
      now = later(clock.instant(), books.at());
      moment = later(held == null ? now : held, books.at());
    }
    return new ExchangeView(booksAt(books, moment), settings, tape, quotes, now);
  }

  /** What waits for the tape is decided by the actor; without it the tape has merely gone on. */
  private ExchangeState booksAt(ExchangeState books, Instant moment) {
    return books.isQuiet() ? books.elapsed(tape.countUntil(moment), moment) : books;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** The moment of a turn: until it has passed nothing later is seen. */
  synchronized Instant hold() {
    held = clock.instant();
    return held;
  }

  /** When trading started, exchange time; only once the account is open. */
  synchronized Instant openedAt() {
    return state.account().openedAt();
  }

  void begin(ExchangeState first, Quotes firstQuotes) {
    quotes = firstQuotes;
    publish(first);
  }

  private synchronized void publish(ExchangeState next) {
    state = next;
    held = null;
  }

  /** False until the account is open. */
  boolean hasBegun() {
    return quotes != null;
  }

  /** A turn is durable, or nothing but time has passed in it. */
  void passed(ExchangeState next) {
    publish(next);
    if (next.cursor() >= tape.size()) {
      ended.complete(next.at());
    }
  }

  void happened(List<Turn.Step> steps) {
    steps.forEach(this::happened);
  }

  /** Shows what a crash cut off, of the program or of the exchange in it. */
  void recovered(Turn.Step step) {
    if (step.after().sequence() > shown) {
      happened(step);
    }
  }

  private void happened(Turn.Step step) {
    shown = step.after().sequence();
    audit.add(AuditLines.of(step.event(), step.after()));
    tell(step);
  }

  /** The audit log is written after the journal: ahead of it, it proves that events are gone. */
  boolean isAheadOf(ExchangeState durable) {
    return shown > durable.sequence();
  }

  void audit(ObjectNode line) {
    audit.add(List.of(line));
  }

  void stopped() {
    ended.completeExceptionally(new IllegalStateException("the exchange has stopped"));
  }

  private void tell(Turn.Step step) {
    for (Consumer<Turn.Step> follower : followers) {
      try {
        follower.accept(step);
      } catch (RuntimeException e) {
        LOG.warn("A subscriber failed on event {}", step.after().sequence(), e);
      }
    }
  }
}

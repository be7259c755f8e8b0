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
 * <p>Only the actor writes, and only what is durable; everybody may read.
 */
final class ExchangeShow {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeShow.class);

  private final ExchangeSettings settings;
  private final MarketTape tape;
  private final AuditLog audit;
  private final VirtualClock clock;
  private final CompletableFuture<Instant> ended = new CompletableFuture<>();
  private final List<Consumer<Fill>> subscribers = new CopyOnWriteArrayList<>();
  private volatile ExchangeState state = ExchangeState.empty();
  private volatile Quotes quotes;

  ExchangeShow(ExchangeSettings settings, MarketTape tape, AuditLog audit, VirtualClock clock) {
    this.settings = settings;
    this.tape = tape;
    this.audit = audit;
    this.clock = clock;
  }

  VirtualClock clock() {
    return clock;
  }

  CompletableFuture<Instant> ended() {
    return ended;
  }

  void subscribe(Consumer<Fill> subscriber) {
    subscribers.add(subscriber);
  }

  /** The books and the time, read once: a consistent answer is made of one view. */
  ExchangeView view() {
    ExchangeState books = state;
    Instant now = clock.instant();
    return new ExchangeView(
        books, settings, tape, quotes, now.isBefore(books.at()) ? books.at() : now);
  }

  void begin(ExchangeState first, Quotes firstQuotes) {
    quotes = firstQuotes;
    state = first;
    clock.set(first.at());
  }

  void passed(ExchangeState next) {
    state = next;
    if (next.cursor() >= tape.size()) {
      ended.complete(next.at());
    }
  }

  void happened(List<Turn.Step> steps) {
    for (Turn.Step step : steps) {
      write(step);
      if (step.event() instanceof ExchangeEvent.OrderFilled filled) {
        tell(filled.fill());
      }
    }
  }

  /** Adds to the audit log what a crash cut off. */
  void recovered(Turn.Step step) {
    if (step.after().sequence() > audit.lastEvent()) {
      write(step);
    }
  }

  void audit(ObjectNode line) {
    audit.add(List.of(line));
  }

  void stopped() {
    ended.completeExceptionally(new IllegalStateException("the exchange has stopped"));
  }

  private void write(Turn.Step step) {
    audit.add(AuditLines.of(step.event(), step.after()));
  }

  private void tell(Fill fill) {
    for (Consumer<Fill> subscriber : subscribers) {
      try {
        subscriber.accept(fill);
      } catch (RuntimeException e) {
        LOG.warn("A subscriber failed on fill {}", fill.number(), e);
      }
    }
  }
}

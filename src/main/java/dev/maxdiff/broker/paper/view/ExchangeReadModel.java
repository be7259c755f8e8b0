package dev.maxdiff.broker.paper.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.paper.audit.AuditLines;
import dev.maxdiff.broker.paper.audit.AuditLog;
import dev.maxdiff.broker.paper.engine.EngineSettings;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.QuoteModel;
import dev.maxdiff.broker.paper.engine.Transaction;
import dev.maxdiff.broker.paper.tape.MarketTape;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchange's read model: time, accounts, orders, fills and audit log for readers outside the
 * actor.
 *
 * <p>Only the actor writes, and it writes durable state only; any thread may read. During a
 * transaction the state is frozen until the transaction is durable or has changed nothing. The
 * visible time moves back only after a failed write.
 */
public final class ExchangeReadModel {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeReadModel.class);

  private final EngineSettings settings;
  private final MarketTape tape;
  private final AuditLog audit;
  private final VirtualClock clock;
  private final CompletableFuture<Instant> ended = new CompletableFuture<>();
  private final List<Consumer<Transaction.Step>> listeners = new CopyOnWriteArrayList<>();
  private volatile QuoteModel quotes;

  // guarded by this
  private ExchangeState state = ExchangeState.empty();
  private Instant frozenAt; // null = no transaction in progress

  // sequence number of the last event that the audit log and the listeners received
  private long published;

  public ExchangeReadModel(
      EngineSettings settings, MarketTape tape, AuditLog audit, VirtualClock clock) {
    this.settings = settings;
    this.tape = tape;
    this.audit = audit;
    this.clock = clock;
    this.published = audit.lastEvent();
  }

  public VirtualClock clock() {
    return clock;
  }

  public CompletableFuture<Instant> ended() {
    return ended;
  }

  public void subscribe(Consumer<ExchangeFill> subscriber) {
    addListener(
        step -> {
          if (step.event() instanceof ExchangeEvent.OrderFilled filled) {
            subscriber.accept(filled.fill());
          }
        });
  }

  /** Adds a listener that receives each durable event, on the thread of the actor. */
  public void addListener(Consumer<Transaction.Step> listener) {
    listeners.add(listener);
  }

  /** A consistent view of state and time; a response must use one view only. */
  public ExchangeView view() {
    ExchangeState current;
    Instant now;
    Instant moment;
    synchronized (this) {
      current = state;
      now = later(clock.instant(), current.at());
      moment = later(frozenAt == null ? now : frozenAt, current.at());
    }
    return new ExchangeView(stateAt(current, moment), settings, tape, quotes, now);
  }

  /** Only the actor decides pending work; a quiet state moves along the tape without it. */
  private ExchangeState stateAt(ExchangeState current, Instant moment) {
    return current.isQuiet() ? current.elapsed(tape.countUntil(moment), moment) : current;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** Freezes the visible time for a transaction and returns it. */
  public synchronized Instant freezeTime() {
    frozenAt = clock.instant();
    return frozenAt;
  }

  /** Exchange time at which trading started; valid once the account is open. */
  public synchronized Instant openedAt() {
    return state.account().openedAt();
  }

  public void begin(ExchangeState first, QuoteModel firstQuotes) {
    quotes = firstQuotes;
    setState(first);
  }

  private synchronized void setState(ExchangeState next) {
    state = next;
    frozenAt = null;
  }

  /** False until the account is open. */
  public boolean hasBegun() {
    return quotes != null;
  }

  /** Ends a transaction: its events are durable, or it changed only the time. */
  public void update(ExchangeState next) {
    setState(next);
    if (next.cursor() >= tape.size()) {
      ended.complete(next.at());
    }
  }

  public void publish(List<Transaction.Step> steps) {
    steps.forEach(this::publish);
  }

  /** Publishes a recovered event that a crash of the program or the actor had cut off. */
  public void recovered(Transaction.Step step) {
    if (step.after().sequence() > published) {
      publish(step);
    }
  }

  private void publish(Transaction.Step step) {
    published = step.after().sequence();
    audit.add(AuditLines.of(step.event(), step.after()));
    notifyListeners(step);
  }

  /** Returns true when the journal has lost events: the audit log is written after the journal. */
  public boolean isAheadOf(ExchangeState durable) {
    return published > durable.sequence();
  }

  public void audit(ObjectNode line) {
    audit.add(List.of(line));
  }

  public void stopped() {
    ended.completeExceptionally(new IllegalStateException("the exchange has stopped"));
  }

  private void notifyListeners(Transaction.Step step) {
    for (Consumer<Transaction.Step> listener : listeners) {
      try {
        listener.accept(step);
      } catch (RuntimeException e) {
        LOG.warn("A subscriber failed on event {}", step.after().sequence(), e);
      }
    }
  }
}

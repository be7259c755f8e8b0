package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes one symbol for its order manager: fills, ended orders, and drift between ledger and
 * position.
 */
final class SymbolMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(SymbolMonitor.class);

  private final Symbol symbol;
  private final GatewayContext context;
  private final FillDetector fills = new FillDetector();
  private long lastSequence;
  private boolean hasOpenOrders;
  private boolean changeExpected = true;
  private boolean observesChange;
  private boolean isUnreadable;
  private long observedAt;

  SymbolMonitor(Symbol symbol, GatewayContext context) {
    this.symbol = symbol;
    this.context = context;
    // the baseline: read before any order of this order manager
    context.upstream().last().ifPresent(this::begin);
  }

  private void begin(LedgerSnapshot baseline) {
    beginObservation();
    observed(baseline);
  }

  /** Whether a change may have happened since the last observation. */
  boolean isObservationDue() {
    return changeExpected || isFollowing() && !isStreaming();
  }

  private boolean isStreaming() {
    Duration pause = context.settings().reads().observationIntervalWithStream();
    return context.changes().areStreamed() && System.nanoTime() - observedAt < pause.toNanos();
  }

  /** Whether the symbol needs repeated observation. A new claim triggers its own observation. */
  boolean isFollowing() {
    return changeExpected
        || hasOpenOrders
        || context.drift().isPending(symbol)
        || context.tokens().isClaimed(symbol);
  }

  void expectChange() {
    changeExpected = true;
  }

  /**
   * Starts an observation. A change announced after this call may be too late for it, so it stays
   * pending.
   */
  void beginObservation() {
    observesChange = changeExpected;
    changeExpected = false;
  }

  /** Processes the result of an observation. */
  void observed(LedgerSnapshot snapshot) {
    isUnreadable = false;
    observedAt = System.nanoTime();
    if (snapshot.sequence() <= lastSequence) {
      changeExpected |= observesChange;
      return;
    }
    lastSequence = snapshot.sequence();
    List<OwnOrder> orders =
        snapshot.ledger().own().stream()
            .filter(own -> own.order().symbol().equals(symbol))
            .toList();
    fills.seen(orders).forEach(this::publish);
    hasOpenOrders = orders.stream().anyMatch(own -> own.order().isOpen());
    SymbolLedger entry = snapshot.ledger().symbolLedger(symbol);
    if (context.drift().seen(entry)) {
      alert(entry);
    }
  }

  private void publish(OrderEvent event) {
    context.events().accept(event);
    if (event instanceof OrderEvent.Filled filled) {
      context.changes().of(filled.slot().key());
    }
  }

  private void alert(SymbolLedger entry) {
    context
        .events()
        .accept(
            new OrderEvent.Alert(
                symbol
                    + ": the keys own "
                    + entry.ownedNet().toPlainString()
                    + ", the broker holds "
                    + entry.position().toPlainString()
                    + "; entries are frozen and exits cut pro rata until they agree"));
  }

  /** Processes the failure of an observation; logs the first failure of an outage. */
  void failed(Throwable failure) {
    changeExpected |= observesChange;
    if (!isUnreadable) {
      isUnreadable = true;
      LOG.warn("{}: the broker cannot be read: {}", symbol, failure.getMessage());
    }
  }
}

package dev.maxdiff.execution;

import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes one symbol for its order manager: fills, ended orders, and drift between ledger and
 * position.
 */
final class DeskWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DeskWatch.class);

  private final Symbol symbol;
  private final DeskTools tools;
  private final Fills fills = new Fills();
  private long lastSequence;
  private boolean hasOpenOrders;
  private boolean changeExpected = true;
  private boolean looksForChange;
  private boolean isUnreadable;
  private long lookedAt;

  DeskWatch(Symbol symbol, DeskTools tools) {
    this.symbol = symbol;
    this.tools = tools;
    // the baseline: read before any order of this order manager
    tools.view().last().ifPresent(this::begin);
  }

  private void begin(Snapshot baseline) {
    looks();
    seen(baseline);
  }

  /** Whether a change may have happened since the last observation. */
  boolean wantsToLook() {
    return changeExpected || isFollowing() && !isStreaming();
  }

  private boolean isStreaming() {
    Duration pause = tools.settings().reads().lookWithStream();
    return tools.changes().areTold() && System.nanoTime() - lookedAt < pause.toNanos();
  }

  /** Whether the symbol needs repeated observation. A new claim triggers its own observation. */
  boolean isFollowing() {
    return changeExpected
        || hasOpenOrders
        || tools.discrepancies().isPending(symbol)
        || tools.tokens().isClaimed(symbol);
  }

  void expectChange() {
    changeExpected = true;
  }

  /**
   * Starts an observation. A change announced after this call may be too late for it, so it stays
   * pending.
   */
  void looks() {
    looksForChange = changeExpected;
    changeExpected = false;
  }

  /** Takes the result of an observation. */
  void seen(Snapshot snapshot) {
    isUnreadable = false;
    lookedAt = System.nanoTime();
    if (snapshot.sequence() <= lastSequence) {
      changeExpected |= looksForChange;
      return;
    }
    lastSequence = snapshot.sequence();
    List<OwnOrder> orders =
        snapshot.book().own().stream().filter(own -> own.order().symbol().equals(symbol)).toList();
    fills.seen(orders).forEach(this::publish);
    hasOpenOrders = orders.stream().anyMatch(own -> own.order().isOpen());
    BookEntry entry = snapshot.book().entry(symbol);
    if (tools.discrepancies().seen(entry)) {
      alert(entry);
    }
  }

  private void publish(OrderEvent event) {
    tools.events().accept(event);
    if (event instanceof OrderEvent.Filled filled) {
      tools.changes().of(filled.slot().key());
    }
  }

  private void alert(BookEntry entry) {
    tools
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

  /** Takes the failure of an observation; logs the first failure of an outage. */
  void failed(Throwable failure) {
    changeExpected |= looksForChange;
    if (!isUnreadable) {
      isUnreadable = true;
      LOG.warn("{}: the broker cannot be read: {}", symbol, failure.getMessage());
    }
  }
}

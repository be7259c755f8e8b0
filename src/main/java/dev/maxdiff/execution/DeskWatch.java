package dev.maxdiff.execution;

import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A desk's eye on its symbol: fills, ended orders, and a book that disagrees with the position. */
final class DeskWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DeskWatch.class);

  private final Symbol symbol;
  private final DeskTools tools;
  private final Fills fills = new Fills();
  private long lastSequence;
  private boolean hasOpenOrders;
  private boolean changeExpected = true;
  private boolean looksForChange;
  private boolean isBlind;
  private long lookedAt;

  DeskWatch(Symbol symbol, DeskTools tools) {
    this.symbol = symbol;
    this.tools = tools;
    // read before any order of this desk: the baseline
    tools.view().last().ifPresent(this::begin);
  }

  private void begin(Snapshot baseline) {
    looks();
    seen(baseline);
  }

  /** Whether something may have changed since the last look. */
  boolean wantsToLook() {
    return changeExpected || isFollowing() && !isTold();
  }

  private boolean isTold() {
    Duration pause = tools.settings().reads().lookWithStream();
    return tools.changes().areTold() && System.nanoTime() - lookedAt < pause.toNanos();
  }

  /** Whether there is anything to look at again and again; a new claim is told from outside. */
  boolean isFollowing() {
    return changeExpected
        || hasOpenOrders
        || tools.discrepancies().isPending(symbol)
        || tools.tokens().isClaimed(symbol);
  }

  void expectChange() {
    changeExpected = true;
  }

  /** A look begins: what is expected from now on, it may come too early for. */
  void looks() {
    looksForChange = changeExpected;
    changeExpected = false;
  }

  /** What it saw. */
  void seen(Snapshot snapshot) {
    isBlind = false;
    lookedAt = System.nanoTime();
    if (snapshot.sequence() <= lastSequence) {
      changeExpected |= looksForChange;
      return;
    }
    lastSequence = snapshot.sequence();
    List<OwnOrder> orders =
        snapshot.book().own().stream().filter(own -> own.order().symbol().equals(symbol)).toList();
    fills.seen(orders).forEach(this::tell);
    hasOpenOrders = orders.stream().anyMatch(own -> own.order().isOpen());
    BookEntry entry = snapshot.book().entry(symbol);
    if (tools.discrepancies().seen(entry)) {
      alert(entry);
    }
  }

  private void tell(OrderEvent event) {
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

  /** It saw nothing, which is said once per outage. */
  void failed(Throwable failure) {
    changeExpected |= looksForChange;
    if (!isBlind) {
      isBlind = true;
      LOG.warn("{}: the broker cannot be read: {}", symbol, failure.getMessage());
    }
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.SymbolObservation.Reading;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.UpstreamSettings;
import java.util.List;

/**
 * The steps that observe a symbol for fills, ended orders, and drift between ledger and position.
 * Pure.
 */
final class ObservationSteps {

  private final Symbol symbol;
  private final UpstreamSettings settings;
  private final LedgerSteps ledger;

  ObservationSteps(Symbol symbol, UpstreamSettings settings, LedgerSteps ledger) {
    this.symbol = symbol;
    this.settings = settings;
    this.ledger = ledger;
  }

  /**
   * Begins to observe, at first and after a failure of the journal.
   *
   * @param baseline read before any order of this manager; null if nothing was read
   */
  void begin(StepDraft draft, LedgerSnapshot baseline) {
    SymbolObservation observation = draft.work().observation();
    if (!observation.fills().hasBaseline() && baseline != null) {
      set(draft, observation.begun());
      show(draft, baseline);
    }
    set(draft, draft.work().observation().interrupted());
    later(draft);
  }

  void expectChange(StepDraft draft) {
    set(draft, draft.work().observation().expectingChange());
  }

  /** Observes the symbol now if it is due, otherwise later while there is something to observe. */
  void observe(StepDraft draft) {
    SymbolObservation observation = draft.work().observation();
    if (observation.reading() == Reading.NONE && isDue(draft)) {
      set(draft, observation.begun());
      draft.effect(new OrderManagerEffect.ReadAccount(settings.observationInterval().dividedBy(2)));
    } else {
      later(draft);
    }
  }

  private boolean isDue(StepDraft draft) {
    SymbolObservation observation = draft.work().observation();
    long age = draft.nanos() - observation.at();
    boolean isOld = age >= settings.observationIntervalWithStream().toNanos();
    return observation.isChangeExpected()
        || draft.work().ledger().isWaiting()
        || isFollowed(draft) && (isOld || !draft.surroundings().isStreamed())
        || draft.work().ledger().hasOwners() && isOld;
  }

  /** A new claim triggers its own observation. */
  private boolean isFollowed(StepDraft draft) {
    SymbolObservation observation = draft.work().observation();
    return observation.isChangeExpected()
        || observation.fills().hasOpenOrders()
        || draft.surroundings().isDrifting()
        || draft.work().ledger().isWaiting()
        || draft.authorities().isClaimed(symbol)
        || !draft.work().forbidden().isEmpty();
  }

  /**
   * Schedules the next observation while there is something to observe. What a key owns without an
   * order may be sold by others, and no stream is certain to tell.
   */
  void later(StepDraft draft) {
    if (isFollowed(draft) || draft.work().ledger().hasOwners()) {
      draft.startTimer(new OrderManagerTimer.NextObservation(), settings.observationInterval());
    }
  }

  void read(StepDraft draft, LedgerSnapshot snapshot) {
    if (snapshot.sequence() <= draft.work().observation().sequence()) {
      set(draft, draft.work().observation().repeated(draft.nanos()));
      later(draft);
    } else {
      show(draft, snapshot);
    }
    draft.writeEnds();
  }

  private void show(StepDraft draft, LedgerSnapshot snapshot) {
    SymbolObservation before = draft.work().observation();
    PositionLedger read = snapshot.ledger();
    List<OwnOrder> changed = read.changedSince(symbol, before.changes());
    List<String> freezing = read.freezing(symbol);
    set(draft, before.showing(snapshot, changed, freezing, draft.nanos()));
    freezing.stream()
        .filter(words -> !before.freezing().contains(words))
        .forEach(words -> draft.publish(new OrderEvent.Alert(words)));
    List<OrderEvent> events = before.fills().events(changed);
    events.forEach(event -> publish(draft, event));
    boolean hasFilled = events.stream().anyMatch(OrderEvent.Filled.class::isInstance);
    SymbolLedger corrected = ledger.observed(draft, read, hasFilled);
    if (!draft.work().ledger().isWriting()) { // else its comparison follows the journal
      draft.effect(new OrderManagerEffect.ComparePosition(corrected));
    }
  }

  private static void publish(StepDraft draft, OrderEvent event) {
    draft.publish(event);
    if (event instanceof OrderEvent.Filled filled) {
      draft.effect(new OrderManagerEffect.NotifyWatchers(filled.slot().key()));
    }
  }

  /** After the comparison it is known whether the symbol drifts. */
  void compared(StepDraft draft, SymbolLedger ledger, boolean hasFrozen) {
    if (hasFrozen) {
      draft.publish(
          new OrderEvent.Alert(
              symbol
                  + ": the keys own "
                  + ledger.ownedNet().toPlainString()
                  + ", the broker holds "
                  + ledger.position().toPlainString()
                  + "; entries are frozen and exits cut pro rata until they agree"));
    }
    later(draft);
  }

  void failed(StepDraft draft, Throwable failure) {
    if (!draft.work().observation().isUnreadable()) {
      draft.effect(new OrderManagerEffect.LogUnreadable(failure));
    }
    set(draft, draft.work().observation().failed());
    later(draft);
  }

  private static void set(StepDraft draft, SymbolObservation next) {
    draft.work(draft.work().with(next));
  }
}

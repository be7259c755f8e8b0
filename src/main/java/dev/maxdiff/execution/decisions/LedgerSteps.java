package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.decisions.LedgerObservation.Wait;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerAgreed;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerCorrected;
import dev.maxdiff.execution.ledger.AcceptedPosition;
import dev.maxdiff.execution.ledger.LedgerReading;
import dev.maxdiff.execution.ledger.LedgerWatch;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.LedgerCorrection.Kind;
import dev.maxdiff.execution.model.OrderEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps that correct the ledger of a symbol after foreign fills. A correction is journalled
 * before the ledger shows it. Pure.
 */
final class LedgerSteps {

  private final Symbol symbol;
  private final long patience;

  /**
   * @param patience time for which the same difference must be seen
   */
  LedgerSteps(Symbol symbol, Duration patience) {
    this.symbol = symbol;
    this.patience = patience.toNanos();
  }

  /**
   * Watches a read of the account.
   *
   * @param hasFilled whether it shows a fill of ours that the one before did not
   * @return the ledger of the symbol with its journalled corrections
   */
  SymbolLedger observed(StepDraft draft, PositionLedger read, boolean hasFilled) {
    JournalledLedger journal = draft.journal().journalled();
    LedgerReading reading =
        LedgerReading.of(read, symbol, journal.corrections(), journal.foreign());
    LedgerWatch watch =
        draft
            .work()
            .ledger()
            .watch()
            .after(reading, journal.corrections(), hasFilled, draft.nanos(), patience);
    Optional<Event> due = due(watch, reading, journal);
    boolean hasLasted = watch.hasLasted(draft.nanos(), patience);
    Wait wait = due.isEmpty() ? Wait.FOR_NOTHING : hasLasted ? Wait.FOR_JOURNAL : Wait.FOR_PATIENCE;
    draft.work(draft.work().with(new LedgerObservation(watch, wait, reading.hasOwners())));
    if (hasLasted) {
      due.ifPresent(event -> draft.write(event.at(draft, reading)));
    }
    return reading.ofSymbol();
  }

  /** An event that is journalled if the reads show the same for the patience. */
  private interface Event {
    OrderJournalEvent at(StepDraft draft, LedgerReading reading);
  }

  private Optional<Event> due(LedgerWatch watch, LedgerReading read, JournalledLedger journal) {
    if (read.missing().signum() != 0) {
      return watch.writeOff(read).map(changes -> writeOff(changes, journal.nextNumber()));
    }
    Optional<LedgerCorrection> reversed = watch.reversed(read, journal.corrections());
    if (reversed.isPresent()) {
      return reversed.map(correction -> (draft, reading) -> corrected(correction, reading));
    }
    return read.hasForeign() && read.hasOwners()
        ? Optional.of(
            (draft, reading) ->
                new LedgerAgreed(
                    reading.counted(reading.ofSymbol().unowned()), draft.surroundings().at()))
        : Optional.empty();
  }

  private Event writeOff(Map<WatcherKey, BigDecimal> changes, long number) {
    return (draft, reading) -> {
      Instant at = reading.all().behindOrders(symbol, draft.surroundings().at());
      BigDecimal closed = reading.all().closed(symbol, at);
      return corrected(
          LedgerCorrection.of(number, Kind.WRITE_OFF, changes, cause(reading), closed, at),
          reading);
    };
  }

  private static String cause(LedgerReading reading) {
    return "the keys own %s, the broker holds %s: orders of another origin have closed %s (%s)"
        .formatted(
            plain(reading.ofSymbol().ownedNet()),
            plain(reading.ofSymbol().position()),
            plain(reading.missing()),
            String.join(", ", reading.foreignIds()));
  }

  private static LedgerCorrected corrected(LedgerCorrection correction, LedgerReading reading) {
    return new LedgerCorrected(correction, reading.counted(BigDecimal.ZERO));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** Accepts the position of the newest read; the answer follows the journal. */
  void accept(StepDraft draft, OrderManagerInput.AcceptAsked asked) {
    JournalledLedger journal = draft.journal().journalled();
    LedgerReading reading =
        LedgerReading.of(
            draft.surroundings().newest().ledger(),
            symbol,
            journal.corrections(),
            journal.foreign());
    AcceptedPosition accepted = AcceptedPosition.of(reading, asked.key());
    String figures =
        "the keys own %s, the broker holds %s"
            .formatted(plain(reading.ofSymbol().ownedNet()), plain(reading.ofSymbol().position()));
    if (accepted.refusal() != null) {
      String words = symbol + ": " + figures + "; " + accepted.refusal();
      draft.answer(asked.requester(), new LedgerAcceptance(words, false));
      return;
    }
    Instant at = reading.all().behindOrders(symbol, draft.surroundings().at());
    LedgerCorrection correction =
        LedgerCorrection.of(
            journal.nextNumber(),
            Kind.ACCEPTED,
            accepted.changes(),
            figures,
            reading.all().closed(symbol, at),
            at);
    if (asked.isDryRun()) {
      String words = symbol + ": " + figures + "; would change " + correction.changesInWords();
      draft.answer(asked.requester(), new LedgerAcceptance(words, true));
      return;
    }
    if (draft.work().ledger().watch().isUnsettled(reading, draft.nanos(), patience)) {
      String words =
          symbol + ": " + figures + "; this is new, a fill may be under way: ask again in a while";
      draft.answer(asked.requester(), new LedgerAcceptance(words, false));
      return;
    }
    draft.write(corrected(correction, reading));
    draft.continueWith(
        new OrderManagerInput.Accepted(
            asked.requester(), new LedgerAcceptance(correction.words(), true)));
  }

  /** Shows the journalled corrections to every later read. */
  void show(StepDraft draft) {
    List<LedgerCorrection> corrections = draft.journal().journalled().corrections();
    if (!corrections.isEmpty()) {
      draft.effect(new OrderManagerEffect.ShowCorrections(corrections));
    }
  }

  /** The reads begin anew, with the corrected ledger. */
  void written(StepDraft draft, OrderJournalEvent event) {
    draft.work(draft.work().with(LedgerObservation.NONE));
    if (event instanceof LedgerCorrected corrected) {
      show(draft);
      draft.publish(new OrderEvent.Alert(corrected.correction().words()));
    }
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.ForeignBaseline;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.ReplaceReport;
import java.math.BigDecimal;
import java.time.Instant;

/** An event in the journal of an order manager. Times are on the watchers' clock. */
public sealed interface OrderJournalEvent extends JsonSerializable {

  /** An order will be sent next. */
  record IntentWritten(OrderIntent intent, Instant at) implements OrderJournalEvent {}

  /** The outcome of an intent is known. */
  record IntentResolved(String clientOrderId, IntentOutcome outcome, Instant at)
      implements OrderJournalEvent {}

  /**
   * An accepted order was observed as ended.
   *
   * @param filled total filled quantity; later orders take it into account
   * @param at end on the broker's clock, if the broker reports it
   */
  record OrderEnded(
      SlotId slot,
      long generation,
      String clientOrderId,
      OrderStatus status,
      BigDecimal filled,
      Instant at)
      implements OrderJournalEvent {}

  /** An order has replaced another order of its slot. */
  record OrderReplaced(ReplaceReport receipt, Instant at) implements OrderJournalEvent {}

  /** The slot was withdrawn; the missing order is no gap any more. */
  record SlotReleased(SlotId slot, Instant at) implements OrderJournalEvent {}

  /**
   * What the keys own was corrected.
   *
   * @param foreign the foreign fills that are counted from now on
   */
  record LedgerCorrected(LedgerCorrection correction, ForeignBaseline foreign)
      implements OrderJournalEvent {}

  /**
   * Ledger and position agreed after foreign fills.
   *
   * @param foreign the foreign fills that are counted from now on
   */
  record LedgerAgreed(ForeignBaseline foreign, Instant at) implements OrderJournalEvent {}
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The circumstances of one decision of an order manager.
 *
 * @param moment the circumstances of its running task; they hold the journalled state
 * @param at time of the watchers
 * @param newest the newest snapshot of the account; null before the first one
 * @param isStreamed whether the trade stream reports every change at the moment
 * @param isDrifting whether the position of the symbol falls short of what the keys own
 * @param standing why the account may not trade, in the broker's words; empty = it may, or it was
 *     not read
 */
public record Surroundings(
    Moment moment,
    Instant at,
    LedgerSnapshot newest,
    boolean isStreamed,
    boolean isDrifting,
    String standing) {

  OrderManagerState journal() {
    return moment.journal();
  }

  /** Returns our open orders of the symbol in the newest snapshot. */
  Collection<OwnOrder> open(Symbol symbol) {
    return newest == null ? List.of() : newest.ledger().open(symbol);
  }

  /** Returns our working orders as the newest snapshot shows them, oldest submission first. */
  List<OwnOrder> working() {
    return newest == null
        ? List.of()
        : journal().working().keySet().stream()
            .flatMap(id -> newest.ledger().orderByClientOrderId(id).stream())
            .sorted(Comparator.comparing(own -> Submission.of(own.order())))
            .toList();
  }
}

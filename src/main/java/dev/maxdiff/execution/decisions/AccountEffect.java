package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.execution.model.OrderEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What is done for the account; no effect is performed on the path of an order. */
public sealed interface AccountEffect {

  /**
   * Makes the pauses durable; answered by {@link AccountInput.PausesStored} or {@link
   * AccountInput.PausesNotStored}. One write is under way at a time.
   *
   * @param forgivenDay the equity at the start of the day whose loss an operator has accepted; null
   *     = none
   */
  record StorePauses(List<EntryPause> pauses, BigDecimal forgivenDay) implements AccountEffect {}

  /**
   * Has the order managers cancel the entry orders in the scope of the pause; they repeat it until
   * none is open, and name to the operator what stays open.
   */
  record CancelEntries(EntryPause pause) implements AccountEffect {}

  /**
   * Reads the account for the daily loss now; answered by {@link AccountInput.AccountRead} or
   * {@link AccountInput.AccountUnread}.
   */
  record ReadLoss() implements AccountEffect {}

  record Publish(OrderEvent event) implements AccountEffect {}

  /** Gives the input after this time, once; an earlier wait for an equal input ends. */
  record Wait(Duration time, AccountInput input) implements AccountEffect {}

  /**
   * Answers a request: its change is durable.
   *
   * @param pauses those that were added or lifted
   */
  record Answer(long request, List<EntryPause> pauses) implements AccountEffect {}

  /** Answers a request: its change is not durable. */
  record Refuse(long request, RuntimeException failure) implements AccountEffect {}
}

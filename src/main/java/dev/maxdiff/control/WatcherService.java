package dev.maxdiff.control;

import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The requests that an operator, a session or a harness can send to a running runtime.
 *
 * <p>Methods return at once and may be called from any thread. Invalid input fails the stage with
 * an {@link dev.maxdiff.domain.InvalidValueException}; a decision of the runtime is a value.
 */
public interface WatcherService {

  /** Sends a wish for an entry or exit; completes when the wish is durable or unnecessary. */
  CompletionStage<WishAnswer> want(WishRequest request);

  /**
   * Returns what these wishes would do if they were sent now, in their order, by the checks and
   * decisions of {@link #want}. Nothing is written or started; an invalid wish is a value.
   */
  CompletionStage<List<WishPreview>> preview(List<WishRequest> requests);

  /**
   * Withdraws the matching wishes; an operator's request also holds their slots. Completes when the
   * watchers have ended.
   */
  CompletionStage<List<StopAnswer>> stop(StopRequest request);

  /**
   * Withdraws every wish and holds every key, known or not, until an operator resumes all.
   * Completes when all watchers have ended.
   */
  CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders);

  /**
   * Denies entry orders in the scope until {@link #resume}, and cancels the open ones; exits
   * continue. Completes when the pause is durable.
   */
  CompletionStage<List<ActionLine>> pause(PauseScope scope);

  /** Lifts the pauses within the scope, and the holds that an operator's request names. */
  CompletionStage<List<ActionLine>> resume(ResumeRequest request);

  /** Runs one round of the duplicate-order guard; returns one line for each surplus order. */
  /** Accepts the broker's position of a symbol: what its keys own is corrected durably. */
  CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request);

  CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request);

  /** Returns account, position ledger, orders and watchers. */
  CompletionStage<StatusView> status();

  /** Compares supervisor, process and order at the broker for each slot. */
  CompletionStage<List<ConsistencyView>> prove();

  /** Returns the events of these symbols and slots (empty = all) since an instant, oldest first. */
  CompletionStage<List<RuntimeEvent>> history(Set<Symbol> symbols, Set<Slot> slots, Instant since);

  /**
   * Passes every later event to {@code listener}, one at a time and in order. The listener must not
   * block.
   *
   * @return closes the subscription
   */
  AutoCloseable subscribe(Consumer<RuntimeEvent> listener);
}

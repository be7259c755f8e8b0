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
 * Everything that an operator, a session or a harness can ask of a running runtime.
 *
 * <p>Methods return at once and may be called from any thread. A refusal of bad input fails the
 * stage with an {@link dev.maxdiff.domain.InvalidValueException}; a decision of the runtime is a
 * value.
 */
public interface WatcherService {

  /** Wishes an entry or exit watcher; answered once the wish is durable, or was not needed. */
  CompletionStage<WishAnswer> want(WishRequest request);

  /** Withdraws the wishes that match, and ends their watchers; completes when they are gone. */
  CompletionStage<List<StopAnswer>> stop(StopRequest request);

  /** Ends every watcher and withdraws its wish. */
  CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders);

  /**
   * Lets no entry in the scope order until {@link #resume}, and cancels those that rest; exits go
   * on. Durable before it is answered.
   */
  CompletionStage<List<ActionLine>> pause(PauseScope scope);

  /** Lifts the pauses within the scope. */
  CompletionStage<List<ActionLine>> resume(PauseScope scope);

  /** One round of the duplicate-order guard: what it found, and what became of it. */
  CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request);

  /** The whole picture: account, book, orders, watchers. */
  CompletionStage<StatusView> status();

  /** The three witnesses of each slot: supervisor, process, order at the broker. */
  CompletionStage<List<ConsistencyView>> prove();

  /** What happened, oldest first, of these symbols (empty = all) since an instant. */
  CompletionStage<List<RuntimeEvent>> history(Set<Symbol> symbols, Set<Slot> slots, Instant since);

  /**
   * Tells {@code listener} everything that happens from now on, one at a time, in order; it must
   * not block.
   *
   * @return closes the subscription
   */
  AutoCloseable subscribe(Consumer<RuntimeEvent> listener);
}

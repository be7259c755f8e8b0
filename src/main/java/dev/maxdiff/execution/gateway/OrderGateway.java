package dev.maxdiff.execution.gateway;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.CashReservation;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.execution.model.UnreadItems;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The only path of an order to the broker (promise P10), and the position ledger that splits the
 * broker's net positions among the keys (promise P12).
 *
 * <p>Calls return at once and may come from any thread.
 */
public interface OrderGateway {

  /** Returns the loopback address where watchers reach their account views in Alpaca's REST API. */
  URI address();

  /**
   * Makes {@code generation} the only one of the wish's slot that may send orders, and reserves the
   * capital of an entry.
   *
   * @return the environment variables that give the watcher access to its account view; {@code
   *     APCA_API_KEY_ID} is the token of this generation
   */
  Map<String, String> admit(Wish wish, long generation);

  /** Ends the token of this generation; a newer one of the slot stays valid. */
  void retire(SlotId slot, long generation);

  /**
   * Ends the authority to order in the slot until the next {@link #admit}, and releases the cash
   * reserved for an entry. Its orders stay unchanged.
   */
  void withdraw(SlotId slot);

  /**
   * Cancels the open orders that generations without authority left in these slots, and waits for
   * their end. A generation admitted since keeps its orders.
   *
   * @param patience longest wait
   * @return the orders without a confirmed end; empty if all are confirmed
   */
  CompletionStage<List<Order>> cancelOrders(Set<SlotId> slots, Duration patience);

  /**
   * Returns the slots whose orders were cancelled and still show an open one, at the newest read,
   * without a request. Their cancel is repeated.
   */
  Set<SlotId> owedCancels();

  /** Calls {@link #cancelOrders} for all slots of these kinds. */
  CompletionStage<List<Order>> cancelAllOrders(Set<Slot> kinds, Duration patience);

  /**
   * Pauses the entries in the scope and cancels their open orders; the pause is durable before the
   * first cancel. The watchers keep running and order again after the pause.
   *
   * @param patience longest wait for the end of the orders
   * @return the orders without a confirmed end
   */
  CompletionStage<List<Order>> pause(EntryPause pause, Duration patience);

  /** Lifts the pauses within the scope and returns them; a wider pause stays in force. */
  CompletionStage<List<EntryPause>> resume(PauseScope scope);

  /**
   * Finds duplicate open orders: several in one slot of ours, and duplicates of the older system
   * (see {@code DuplicateOrderRule}).
   *
   * @param cancelOurs cancels ours, one symbol after the other, while the order manager holds other
   *     tasks
   * @param cancelOlder cancels those of the older system
   * @param patience longest wait for their end
   */
  CompletionStage<DuplicateOrders> surplus(
      boolean cancelOurs, boolean cancelOlder, Duration patience);

  /**
   * Accepts what the broker holds of the symbol, read now; with {@code isDryRun} only says what
   * that would do.
   *
   * @param key bears or gets the difference; null = every owner
   * @return when the correction is durable
   */
  CompletionStage<LedgerAcceptance> acceptLedger(Symbol symbol, WatcherKey key, boolean isDryRun);

  /** Reads the account, the position ledger and the open orders now. */
  CompletionStage<AccountOverview> overview();

  /**
   * Returns the newest observation of these symbols and of all symbols of which a key owns a
   * quantity, of any age, without a request; empty before the first read.
   */
  Optional<Observation> observation(Set<Symbol> symbols);

  /**
   * The ledger and our open orders in one snapshot.
   *
   * @param age time since the read, wall time
   */
  record Observation(Duration age, List<SymbolPosition> ledger, List<OwnOrder> orders) {
    public Observation {
      ledger = List.copyOf(ledger);
      orders = List.copyOf(orders);
    }
  }

  /** Returns the figures for the metrics at once. */
  GatewayMetrics metrics();

  /**
   * Figures for the metrics.
   *
   * @param unresolvedIntents orders with an unknown outcome
   * @param deniedOrders orders that were denied or refused since the start of the runtime
   * @param snapshotAge age of the newest positions and orders, wall time; empty before the first
   *     read
   * @param worstGapOfDay longest time without an order during a replacement, by slot kind
   */
  record GatewayMetrics(
      int unresolvedIntents,
      long deniedOrders,
      Optional<Duration> snapshotAge,
      Map<Slot, Duration> worstGapOfDay) {
    public GatewayMetrics {
      worstGapOfDay = Map.copyOf(worstGapOfDay);
    }
  }

  /**
   * The account with its positions and orders by owner.
   *
   * @param reservations cash reserved for accepted entries, in the order of the queue
   * @param pauses pauses of entries in force
   */
  record AccountOverview(
      Account account,
      List<SymbolPosition> ledger,
      List<OwnOrder> orders,
      List<Order> foreign,
      UnreadItems unread,
      List<CashReservation> reservations,
      List<EntryPause> pauses) {
    public AccountOverview {
      ledger = List.copyOf(ledger);
      orders = List.copyOf(orders);
      foreign = List.copyOf(foreign);
      reservations = List.copyOf(reservations);
      pauses = List.copyOf(pauses);
    }
  }
}

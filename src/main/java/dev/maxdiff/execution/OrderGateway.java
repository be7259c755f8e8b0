package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Wish;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The only way of an order to the broker (promise P10), and the book that splits the broker's net
 * positions among the keys (promise P12).
 *
 * <p>Calls return at once and may come from any thread.
 */
public interface OrderGateway {

  /** Where watchers reach their account views: a loopback address that speaks Alpaca's REST. */
  URI address();

  /**
   * Makes {@code generation} the only one of the wish's slot that may send orders, and reserves the
   * capital of an entry.
   *
   * @return the token of this generation, which the watcher presents as {@code APCA-API-KEY-ID}
   */
  String admit(Wish wish, long generation);

  /** Ends the token of this generation; a newer one of the slot stays valid. */
  void retire(SlotId slot, long generation);

  /**
   * Lets nobody order in the slot until the next {@link #admit}, and releases the capital that an
   * entry held. Its orders stay as they are.
   */
  void withdraw(SlotId slot);

  /**
   * Cancels the open orders that generations which may order no more have left in these slots, and
   * waits until they are terminal, at most for {@code patience}. A generation that was admitted
   * since keeps its orders.
   *
   * @return the orders that could not be confirmed as ended, empty when all is well
   */
  CompletionStage<List<Order>> cancelOrders(Set<SlotId> slots, Duration patience);

  /** {@link #cancelOrders} in all slots of these kinds. */
  CompletionStage<List<Order>> cancelAllOrders(Set<Slot> kinds, Duration patience);

  /**
   * Lets no entry in the pause's scope order until it is lifted, and cancels those that rest there;
   * durable before anything is cancelled. Their watchers run on, and place them anew afterwards.
   *
   * @return the orders that could not be confirmed as ended within {@code patience}
   */
  CompletionStage<List<Order>> pause(EntryPause pause, Duration patience);

  /** Lifts the pauses that lie within the scope, and returns them; a wider one stands. */
  CompletionStage<List<EntryPause>> resume(PauseScope scope);

  /**
   * Looks for open orders of which there is one too many: of ours several in one slot, of the older
   * system's those that {@link Duplicates} tells.
   *
   * @param cancelOurs cancels ours, one symbol after the other with its watchers held off
   * @param cancelOlder cancels the older system's
   * @param patience how long their ends are waited for
   */
  CompletionStage<Surplus> surplus(boolean cancelOurs, boolean cancelOlder, Duration patience);

  /** The account, the book and our open orders as the broker shows them now. */
  CompletionStage<Overview> overview();

  /**
   * What the broker showed last of these symbols, however old; asks it nothing, and returns at
   * once. Empty before the first look.
   */
  Optional<Sight> sight(Set<Symbol> symbols);

  /**
   * The book and our open orders at one look.
   *
   * @param age since the look, wall time
   */
  record Sight(Duration age, List<BookLine> book, List<OwnOrder> orders) {
    public Sight {
      book = List.copyOf(book);
      orders = List.copyOf(orders);
    }
  }

  /** What the metrics show of it; returns at once. */
  Vitals vitals();

  /**
   * A few figures.
   *
   * @param unresolvedIntents orders whose fate is not known
   * @param snapshotAge of the newest positions and orders, wall time; empty before the first
   * @param worstGapOfDay the longest time without an order while one took another's place
   */
  record Vitals(
      int unresolvedIntents, Optional<Duration> snapshotAge, Map<Slot, Duration> worstGapOfDay) {
    public Vitals {
      worstGapOfDay = Map.copyOf(worstGapOfDay);
    }
  }

  /**
   * Everything that trades on the account, split by who it belongs to.
   *
   * @param reservations what accepted entries hold of the cash, in the order in which they get it
   * @param pauses which entries may not order
   */
  record Overview(
      Account account,
      List<BookLine> book,
      List<OwnOrder> orders,
      List<Order> foreign,
      List<Reservation> reservations,
      List<EntryPause> pauses) {
    public Overview {
      book = List.copyOf(book);
      orders = List.copyOf(orders);
      foreign = List.copyOf(foreign);
      reservations = List.copyOf(reservations);
      pauses = List.copyOf(pauses);
    }
  }
}

package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.ledger.CommittedCash;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CashReservation;
import dev.maxdiff.execution.model.OrderIntent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Allocates the account's cash to the accepted entries, first come first served (hazard H41).
 *
 * <p>Each accepted entry reserves the value of the quantity it still has to buy. An entry whose
 * need exceeds the cash left by earlier entries reserves nothing, so an unaffordable wish does not
 * block later entries. The proceeds of short sales are not available, and a short position binds
 * its own value once more. Thread-safe.
 */
public final class CashAllocator {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final Map<SlotId, EntryWish> accepted = new LinkedHashMap<>();
  private final Map<SlotId, BigDecimal> sending = new TreeMap<>();

  /**
   * Adds the entry to the queue; a newer wish of the same slot keeps the place of the earlier wish.
   */
  public synchronized void accept(EntryWish wish) {
    accepted.put(wish.slotId(), wish);
  }

  public synchronized void release(SlotId slot) {
    accepted.remove(slot);
  }

  /** Returns the cash that the slot may spend now, quote currency, never negative. */
  public synchronized BigDecimal allowance(SlotId slot, Account account, PositionLedger ledger) {
    BigDecimal left = money(account, ledger.positions());
    CommittedCash committed = committed(ledger);
    left = left.subtract(committed.beside(slot));
    left = left.subtract(spent(ledger.foreign()));
    for (EntryWish earlier : accepted.values()) {
      if (earlier.slotId().equals(slot)) {
        break;
      }
      BigDecimal open = committed.of(earlier.slotId());
      BigDecimal more = need(earlier, ledger).subtract(open).max(BigDecimal.ZERO);
      left = more.compareTo(left) <= 0 ? left.subtract(more) : left;
    }
    return left.max(BigDecimal.ZERO);
  }

  /** Returns the reservation of each accepted entry, in the order of the queue. */
  public synchronized List<CashReservation> reservations(Account account, PositionLedger ledger) {
    List<CashReservation> lines = new ArrayList<>();
    CommittedCash committed = committed(ledger);
    for (EntryWish wish : accepted.values()) {
      SlotId slot = wish.slotId();
      BigDecimal needed = need(wish, ledger);
      boolean fits = needed.compareTo(allowance(slot, account, ledger)) <= 0;
      BigDecimal bound = committed.of(slot);
      lines.add(new CashReservation(slot, needed, fits ? needed : bound));
    }
    return lines;
  }

  /**
   * Counts an order in transit as committed cash until the broker shows it; {@link #sent} ends
   * this.
   */
  public synchronized void sending(SlotId slot, BigDecimal notional) {
    sending.put(slot, notional);
  }

  /** Counts an unresolved intent as committed cash; exits bind no cash. */
  public synchronized void sending(OrderIntent intent) {
    if (intent.slot().slot() == Slot.ENTRY) {
      sending.merge(intent.slot(), intent.notional(), BigDecimal::max);
    }
  }

  public synchronized void sent(SlotId slot) {
    sending.remove(slot);
  }

  /** Returns the cash that open entry orders and orders in transit bind, by slot. */
  public synchronized CommittedCash committed(PositionLedger ledger) {
    CommittedCash committed = ledger.committed();
    for (Map.Entry<SlotId, BigDecimal> line : sending.entrySet()) {
      committed = committed.atLeast(line.getKey(), line.getValue());
    }
    return committed;
  }

  private static BigDecimal need(EntryWish wish, PositionLedger ledger) {
    BigDecimal reached = ledger.filled(wish.key()).max(ledger.bought(wish));
    BigDecimal missing = wish.targetQuantity().value().subtract(reached);
    return missing.max(BigDecimal.ZERO).multiply(wish.limitPrice().value());
  }

  private static BigDecimal spent(List<Order> foreign) {
    return foreign.stream()
        .filter(order -> order.side() == Side.BUY)
        .map(Order::openValue)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal money(Account account, Collection<Position> positions) {
    BigDecimal shorts =
        positions.stream()
            .filter(position -> position.quantity().signum() < 0)
            .map(position -> position.quantity().abs().multiply(position.currentPrice()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return account.cash().subtract(shorts.multiply(TWO));
  }
}

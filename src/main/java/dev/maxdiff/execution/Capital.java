package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares the account's money among the accepted entries, first come first served (hazard H41).
 *
 * <p>Each accepted entry reserves what it still has to buy. An entry whose whole need does not fit
 * behind those accepted before it reserves nothing, so a wish that can never be paid starves
 * nobody. Money is cash; the proceeds of shorts are not, and a short ties up its own value once
 * more. Thread-safe.
 */
final class Capital {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final Map<SlotId, EntryWish> accepted = new LinkedHashMap<>();
  private final Map<SlotId, BigDecimal> sending = new HashMap<>();

  /** Reserves for the entry; a newer wish of the same slot keeps its place in the queue. */
  synchronized void accept(EntryWish wish) {
    accepted.put(wish.slotId(), wish);
  }

  synchronized void release(SlotId slot) {
    accepted.remove(slot);
  }

  /** What the slot may spend now, quote currency, never negative. */
  synchronized BigDecimal allowance(SlotId slot, Account account, Book book) {
    BigDecimal left = money(account, book.positions());
    Map<SlotId, BigDecimal> committed = committed(book);
    for (Map.Entry<SlotId, BigDecimal> line : committed.entrySet()) {
      left = line.getKey().equals(slot) ? left : left.subtract(line.getValue());
    }
    left = left.subtract(notional(book.foreign().stream().filter(this::spends).toList()));
    for (EntryWish earlier : accepted.values()) {
      if (earlier.slotId().equals(slot)) {
        break;
      }
      BigDecimal open = committed.getOrDefault(earlier.slotId(), BigDecimal.ZERO);
      BigDecimal more = need(earlier, book).subtract(open).max(BigDecimal.ZERO);
      left = more.compareTo(left) <= 0 ? left.subtract(more) : left;
    }
    return left.max(BigDecimal.ZERO);
  }

  /** What each accepted entry holds of the account's money, in the order of the queue. */
  synchronized List<Reservation> reservations(Account account, Book book) {
    List<Reservation> lines = new ArrayList<>();
    Map<SlotId, BigDecimal> committed = committed(book);
    for (EntryWish wish : accepted.values()) {
      SlotId slot = wish.slotId();
      BigDecimal needed = need(wish, book);
      boolean fits = needed.compareTo(allowance(slot, account, book)) <= 0;
      BigDecimal bound = committed.getOrDefault(slot, BigDecimal.ZERO);
      lines.add(new Reservation(slot, needed, fits ? needed : bound));
    }
    return lines;
  }

  /** Counts an entry that may be on its way until the broker shows it; {@link #sent} ends it. */
  synchronized void sending(SlotId slot, BigDecimal notional) {
    sending.put(slot, notional);
  }

  /** The same for an intent that was left without an outcome; only entries take money. */
  synchronized void sending(Intent intent) {
    if (intent.slot().slot() == Slot.ENTRY) {
      sending.merge(intent.slot(), intent.notional(), BigDecimal::max);
    }
  }

  synchronized void sent(SlotId slot) {
    sending.remove(slot);
  }

  /** What open entry orders, and those on their way, bind; by slot. */
  synchronized Map<SlotId, BigDecimal> committed(Book book) {
    Map<SlotId, BigDecimal> committed = new HashMap<>(sending);
    for (OwnOrder own : book.open()) {
      if (own.slot().orderSide() == own.slot().key().side()) {
        committed.merge(own.slot(), notional(List.of(own.order())), BigDecimal::max);
      }
    }
    return committed;
  }

  private static BigDecimal need(EntryWish wish, Book book) {
    BigDecimal missing = wish.targetQuantity().value().subtract(book.filled(wish.key()));
    return missing.max(BigDecimal.ZERO).multiply(wish.limitPrice().value());
  }

  private boolean spends(Order order) {
    return order.side() == Side.BUY && order.limitPrice() != null;
  }

  private static BigDecimal notional(List<Order> orders) {
    return orders.stream()
        .map(order -> order.remaining().multiply(order.limitPrice()))
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

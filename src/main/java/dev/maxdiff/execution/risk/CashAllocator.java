package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.CommittedCash;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CashReservation;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OrderIntent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.pcollections.TreePMap;

/**
 * Allocates the account's cash to the accepted entries, first come first served (hazard H41).
 *
 * <p>Each accepted entry reserves the value of the quantity it still has to buy. An entry whose
 * need exceeds the cash left by earlier entries reserves nothing, so an unaffordable wish does not
 * block later entries. The proceeds of short sales are not available, and a short position binds
 * its own value once more.
 *
 * <p>Two entries of different symbols never spend the same cash: an entry counts as in transit
 * ({@link #sending}) before its account is read, and until the broker shows it. Of two entries that
 * are checked side by side, the one whose answer is given later sees the other in transit, or its
 * end after the own read began ({@link #freed}), or its order in the ledger.
 *
 * <p>Immutable. The needs are kept as {@link RunningSums} for one ledger; for another ledger only
 * the needs of the keys that differ are computed.
 */
public final class CashAllocator {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /** No entry, no order in transit. */
  public static final CashAllocator EMPTY =
      new CashAllocator(
          new Queue(TreePMap.empty(), TreePMap.empty(), 0),
          TreePMap.empty(),
          FreedCash.NONE,
          PositionLedger.empty(CoinFees.NONE),
          RunningSums.EMPTY);

  private final Queue queue;
  private final TreePMap<SlotId, BigDecimal> inTransit;
  private final FreedCash freed;
  private final PositionLedger basis; // of the needs
  private final RunningSums needs; // what each accepted entry needs beyond its committed cash

  /** The accepted entries; a place is never given twice. */
  private record Queue(
      TreePMap<SlotId, Long> places, TreePMap<Long, EntryWish> wishes, long nextPlace) {

    Queue plus(EntryWish wish) {
      Long known = places.get(wish.slotId());
      long place = known == null ? nextPlace : known;
      return new Queue(
          places.plus(wish.slotId(), place),
          wishes.plus(place, wish),
          Math.max(nextPlace, place + 1));
    }

    Queue minus(SlotId slot) {
      Long place = places.get(slot);
      return place == null ? this : new Queue(places.minus(slot), wishes.minus(place), nextPlace);
    }

    /** Returns the place of the slot; a slot that is not accepted stands behind all others. */
    long place(SlotId slot) {
      return places.getOrDefault(slot, nextPlace);
    }
  }

  private CashAllocator(
      Queue queue,
      TreePMap<SlotId, BigDecimal> inTransit,
      FreedCash freed,
      PositionLedger basis,
      RunningSums needs) {
    this.queue = queue;
    this.inTransit = inTransit;
    this.freed = freed;
    this.basis = basis;
    this.needs = needs;
  }

  /**
   * Adds the entry to the queue; a newer wish of the same slot keeps the place of the earlier wish.
   */
  public CashAllocator accept(EntryWish wish) {
    return new CashAllocator(queue.plus(wish), inTransit, freed, basis, needs)
        .computed(wish.slotId());
  }

  public CashAllocator release(SlotId slot) {
    RunningSums others =
        queue.places.containsKey(slot) ? needs.with(queue.place(slot), BigDecimal.ZERO) : needs;
    return new CashAllocator(queue.minus(slot), inTransit, freed, basis, others);
  }

  /**
   * Counts an order in transit as committed cash until the broker shows it; {@link #sent} ends
   * this.
   */
  public CashAllocator sending(SlotId slot, BigDecimal notional) {
    return inTransit(inTransit.plus(slot, notional), freed).computed(slot);
  }

  /** Counts an unresolved intent as committed cash; exits bind no cash. */
  public CashAllocator sending(OrderIntent intent) {
    if (intent.slot().slot() != Slot.ENTRY) {
      return this;
    }
    BigDecimal known = inTransit.getOrDefault(intent.slot(), BigDecimal.ZERO);
    return sending(intent.slot(), known.max(intent.notional()));
  }

  /**
   * Ends {@link #sending}.
   *
   * @param now monotonic time
   * @param longestRead nanoseconds after which no read that has begun before is used any more
   */
  public CashAllocator sent(SlotId slot, long now, long longestRead) {
    BigDecimal notional = inTransit.get(slot);
    return notional == null
        ? this
        : inTransit(
                inTransit.minus(slot), freed.without(now - longestRead).plus(slot, notional, now))
            .computed(slot);
  }

  private CashAllocator inTransit(TreePMap<SlotId, BigDecimal> sending, FreedCash ended) {
    return new CashAllocator(queue, sending, ended, basis, needs);
  }

  /** Returns the number of reservations that have ended so far; see {@link EntryReading}. */
  public long freed() {
    return freed.count();
  }

  /** Returns the allocation with the needs that the entries have by this ledger. */
  public CashAllocator at(PositionLedger ledger) {
    CashAllocator moved = new CashAllocator(queue, inTransit, freed, ledger, needs);
    Collection<SlotId> changed =
        ledger
            .keysChangedBetween(basis)
            .<Collection<SlotId>>map(keys -> keys.stream().map(CashAllocator::entryOf).toList())
            .orElse(queue.places.keySet());
    for (SlotId slot : changed) {
      moved = moved.computed(slot);
    }
    return moved;
  }

  private static SlotId entryOf(WatcherKey key) {
    return key.slot(Slot.ENTRY);
  }

  /** Returns the allocation with the need of the slot computed anew. */
  private CashAllocator computed(SlotId slot) {
    if (!queue.places.containsKey(slot)) {
      return this;
    }
    long place = queue.place(slot);
    BigDecimal committed =
        basis.committed().of(slot).max(inTransit.getOrDefault(slot, BigDecimal.ZERO));
    BigDecimal more = need(queue.wishes.get(place)).subtract(committed).max(BigDecimal.ZERO);
    return new CashAllocator(queue, inTransit, freed, basis, needs.with(place, more));
  }

  private BigDecimal need(EntryWish wish) {
    BigDecimal reached = basis.filled(wish.key()).max(basis.bought(wish));
    BigDecimal missing = wish.targetQuantity().value().subtract(reached);
    return missing.max(BigDecimal.ZERO).multiply(wish.limitPrice().value());
  }

  /** Returns the cash that the slot may spend by a read of now; never negative. */
  public BigDecimal allowance(SlotId slot, Account account, PositionLedger ledger) {
    CashAllocator moved = at(ledger);
    return moved.allowance(slot, moved.free(account), moved.committed());
  }

  /** Returns the cash that the slot may spend, quote currency, never negative. */
  public BigDecimal allowance(EntryReading reading) {
    CashAllocator moved = at(reading.ledger()).withFreed(reading);
    return moved.allowance(reading.slot(), moved.free(reading.account()), moved.committed());
  }

  private BigDecimal allowance(SlotId slot, BigDecimal free, CommittedCash committed) {
    return needs
        .left(free.subtract(committed.beside(slot)), queue.place(slot))
        .max(BigDecimal.ZERO);
  }

  /** Counts the reservations that ended after the reading began as in transit still. */
  private CashAllocator withFreed(EntryReading reading) {
    CashAllocator all = this;
    for (FreedCash.Line line : freed.after(reading.freedBefore())) {
      BigDecimal known = all.inTransit.getOrDefault(line.slot(), BigDecimal.ZERO);
      all = all.sending(line.slot(), known.max(line.notional()));
    }
    return all;
  }

  /** Returns the reservation of each accepted entry, in the order of the queue. */
  public List<CashReservation> reservations(Account account, PositionLedger ledger) {
    CashAllocator moved = at(ledger);
    CommittedCash committed = moved.committed();
    BigDecimal free = moved.free(account);
    List<CashReservation> lines = new ArrayList<>();
    for (EntryWish wish : moved.queue.wishes.values()) {
      SlotId slot = wish.slotId();
      BigDecimal needed = moved.need(wish);
      boolean fits = needed.compareTo(moved.allowance(slot, free, committed)) <= 0;
      lines.add(new CashReservation(slot, needed, fits ? needed : committed.of(slot)));
    }
    return lines;
  }

  /** Returns the cash that open entry orders and orders in transit bind, by slot. */
  public CommittedCash committed(PositionLedger ledger) {
    return at(ledger).committed();
  }

  /** As {@link #committed(PositionLedger)}, for a reading that takes time. */
  public CommittedCash committed(EntryReading reading) {
    return at(reading.ledger()).withFreed(reading).committed();
  }

  private CommittedCash committed() {
    CommittedCash committed = basis.committed();
    for (Map.Entry<SlotId, BigDecimal> line : inTransit.entrySet()) {
      committed = committed.atLeast(line.getKey(), line.getValue());
    }
    return committed;
  }

  /** Returns the cash of the account that neither shorts nor foreign orders bind. */
  private BigDecimal free(Account account) {
    BigDecimal shorts =
        basis.positions().stream()
            .filter(position -> position.quantity().signum() < 0)
            .map(CashAllocator::value)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal foreign =
        basis.foreign().stream()
            .filter(order -> order.side() == Side.BUY)
            .map(Order::openValue)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return account.cash().subtract(shorts.multiply(TWO)).subtract(foreign);
  }

  private static BigDecimal value(Position position) {
    return position.quantity().abs().multiply(position.currentPrice());
  }
}

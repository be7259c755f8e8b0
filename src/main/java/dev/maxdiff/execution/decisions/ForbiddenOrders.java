package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.WatcherAuthority;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The slots whose newest order the broker has forbidden: refused for another cause than a quantity
 * that is still reserved. The next order of the slot waits, longer after each refusal, unless
 * something shows that it may be allowed. Immutable.
 */
public record ForbiddenOrders(Map<SlotId, Forbidden> slots) {

  /** The broker forbids nothing. */
  public static final ForbiddenOrders NONE = new ForbiddenOrders(Map.of());

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Time after which a refusal says nothing any more about an order that replaces another. */
  private static final Duration MEMORY = Duration.ofHours(24);

  /**
   * What the account shows of the causes of a refusal.
   *
   * @param buys broker ids of the open purchases of the symbol, of any origin
   * @param sales broker ids of its open sales
   * @param standing why the account may not trade, in the broker's words; empty = it may
   */
  record Signs(Set<String> buys, Set<String> sales, String standing) {

    Signs {
      buys = Collections.unmodifiableSortedSet(new TreeSet<>(buys));
      sales = Collections.unmodifiableSortedSet(new TreeSet<>(sales));
    }

    /** Whether an order with which an order of this side could trade is gone. */
    boolean hasFewerPartners(Side side, Signs next) {
      return side == Side.BUY ? !next.sales.containsAll(sales) : !next.buys.containsAll(buys);
    }

    /** Whether the account may trade now, and might not then. */
    boolean isFree(Signs next) {
      return !standing.isEmpty() && next.standing.isEmpty();
    }

    boolean hasOtherStanding(Signs next) {
      return !next.standing.equals(standing);
    }
  }

  /**
   * A refusal of the broker.
   *
   * @param times number of refusals since the broker has accepted an order of the slot
   * @param at time of the newest refusal, monotonic, nanoseconds
   * @param pause time after it in which no order of this generation is sent
   * @param isLasting whether nothing has shown since that its cause is gone
   */
  record Forbidden(
      OrderRefusal refusal,
      long generation,
      int times,
      long at,
      Duration pause,
      boolean isLasting,
      Signs signs) {

    boolean isPausing(long nanos) {
      return nanos - at < pause.toNanos();
    }

    /** A cause that has gone lets the next order be sent at once. */
    Forbidden seeing(Signs next, Side side) {
      boolean hasFewerPartners = signs.hasFewerPartners(side, next);
      boolean hasChanged = hasFewerPartners || signs.hasOtherStanding(next);
      boolean isCauseGone = refusal.isWashTradeAtBroker() ? hasFewerPartners : signs.isFree(next);
      return new Forbidden(
          refusal,
          generation,
          times,
          at,
          hasChanged ? Duration.ZERO : pause,
          isLasting && !isCauseGone,
          next);
    }
  }

  public ForbiddenOrders {
    slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  boolean has(SlotId slot) {
    return slots.containsKey(slot);
  }

  /** The broker has refused an order. */
  ForbiddenOrders with(WatcherAuthority authority, OrderRefusal refusal, Signs signs, long nanos) {
    Forbidden before = slots.get(authority.slot());
    int times = before == null ? 1 : before.times + 1;
    // the next order may have another size; its watcher holds back what was too small
    Duration pause = refusal.isForItsSize() ? Duration.ZERO : pause(times);
    return with(
        authority.slot(),
        new Forbidden(refusal, authority.generation(), times, nanos, pause, true, signs));
  }

  private ForbiddenOrders with(SlotId slot, Forbidden forbidden) {
    Map<SlotId, Forbidden> all = new TreeMap<>(slots);
    all.put(slot, forbidden);
    return new ForbiddenOrders(all);
  }

  /** Returns the pause after so many refusals: half as long again each time, up to a minute. */
  static Duration pause(int times) {
    Duration pause = FIRST_PAUSE;
    for (int n = 1; n < times && pause.compareTo(LONGEST_PAUSE) < 0; n++) {
      pause = pause.plus(pause.dividedBy(2));
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** The broker has accepted an order of the slot, or the slot wants none any more. */
  ForbiddenOrders without(SlotId slot) {
    if (!slots.containsKey(slot)) {
      return this;
    }
    Map<SlotId, Forbidden> all = new TreeMap<>(slots);
    all.remove(slot);
    return new ForbiddenOrders(all);
  }

  ForbiddenOrders seeing(Signs next) {
    Map<SlotId, Forbidden> all = new TreeMap<>(slots);
    all.replaceAll((slot, forbidden) -> forbidden.seeing(next, slot.orderSide()));
    return new ForbiddenOrders(all);
  }

  /** Returns the slots whose pause these signs have ended. */
  List<SlotId> releasedBy(ForbiddenOrders next, long nanos) {
    return slots.entrySet().stream()
        .filter(line -> line.getValue().isPausing(nanos))
        .map(Map.Entry::getKey)
        .filter(slot -> !next.slots.get(slot).isPausing(nanos))
        .sorted()
        .toList();
  }

  /** Returns the refusal because of which no order of this generation is sent yet. */
  Optional<OrderRefusal> pausing(WatcherAuthority authority, long nanos) {
    return Optional.ofNullable(slots.get(authority.slot()))
        .filter(forbidden -> forbidden.generation == authority.generation())
        .filter(forbidden -> forbidden.isPausing(nanos))
        .map(Forbidden::refusal);
  }

  /**
   * Returns why the broker would refuse the closing order that follows the cancel of the exit's
   * order: the newest refusal of this exit, or of another one on the same side that is for no cause
   * of its own order. The standing order stays then.
   */
  Optional<OrderRefusal> beforeCancel(SlotId exit, long nanos) {
    return slots.entrySet().stream()
        .filter(line -> concerns(line.getKey(), line.getValue().refusal, exit))
        .map(Map.Entry::getValue)
        .filter(forbidden -> forbidden.isLasting && nanos - forbidden.at < MEMORY.toNanos())
        .max((one, other) -> Long.signum(one.at - other.at))
        .map(Forbidden::refusal);
  }

  private static boolean concerns(SlotId refused, OrderRefusal refusal, SlotId exit) {
    return refused.equals(exit)
        || refused.slot() == Slot.EXIT
            && refused.orderSide() == exit.orderSide()
            && refusal.forbidsOthers();
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The slots that shall have no open order and may still have one: the end of a cancel was not
 * confirmed, or an order appeared after it. The cancel is repeated until no such order is open.
 *
 * @param slots in the order in which they were added
 * @param cancelling those whose orders the waiting or running cancel concerns
 * @param failures number of cancels in a row after which an order was open
 * @param isToldOf whether an alert has named the orders
 */
public record OwedCancels(
    List<SlotId> slots, List<SlotId> cancelling, int failures, boolean isToldOf) {

  static final OwedCancels NONE = new OwedCancels(List.of(), List.of(), 0, false);

  private static final int SILENT = 1;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 10;

  /** Gets the answer of the cancel. */
  enum Canceller implements Requester {
    INSTANCE
  }

  public OwedCancels {
    slots = List.copyOf(slots);
    cancelling = List.copyOf(cancelling);
  }

  OwedCancels with(Collection<SlotId> more) {
    List<SlotId> all = new ArrayList<>(slots);
    more.stream().filter(slot -> !slots.contains(slot)).sorted().forEach(all::add);
    return new OwedCancels(all, cancelling, failures, isToldOf);
  }

  /** Drops the slots that may have open orders again. */
  OwedCancels stillUnwanted(Authorities authorities) {
    List<SlotId> left =
        slots.stream()
            .filter(slot -> authorities.isCancelled(slot) || authorities.isPaused(slot))
            .toList();
    return left.isEmpty()
        ? new OwedCancels(left, cancelling, 0, false)
        : new OwedCancels(left, cancelling, failures, isToldOf);
  }

  boolean mayCancel() {
    return !slots.isEmpty() && cancelling.isEmpty();
  }

  OwedCancels cancellingAll() {
    return new OwedCancels(slots, slots, failures, isToldOf);
  }

  OrderTask cancel() {
    return new OrderTask.CancelAgain(Set.copyOf(cancelling));
  }

  /** The cancel has shown that no order is open. */
  OwedCancels confirmed() {
    return new OwedCancels(
        slots.stream().filter(slot -> !cancelling.contains(slot)).toList(), List.of(), 0, false);
  }

  /** After the cancel, orders are open or could not be read. */
  OwedCancels failed() {
    return new OwedCancels(slots, List.of(), failures + 1, isToldOf);
  }

  /** The cancel was not performed. */
  OwedCancels interrupted() {
    return new OwedCancels(slots, List.of(), failures, isToldOf);
  }

  /** Whether an alert is due: a cancel needs some time to become visible. */
  boolean mustBeTold() {
    return failures > SILENT && !isToldOf;
  }

  OwedCancels told() {
    return new OwedCancels(slots, cancelling, failures, true);
  }

  /**
   * Returns the pause before the next cancel: doubled by each one without a confirmation, up to one
   * minute.
   */
  Duration pause(Duration first) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}

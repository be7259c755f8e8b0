package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.math.BigDecimal;
import java.util.Map;
import org.pcollections.TreePMap;

/**
 * The orders of one key in the order of submission, with the holding after each.
 *
 * <p>Immutable. A change computes the holdings of later orders only as far as they change: one of
 * the newest order costs the same on a long past as on a short one.
 */
record KeyHistory(TreePMap<Submission, Line> lines) {

  static final KeyHistory EMPTY = new KeyHistory(TreePMap.empty());

  /**
   * @param fees of this order
   * @param after the key's holding after this order
   */
  record Line(OwnOrder own, CoinFees fees, KeyHolding after) {}

  /** Returns the holding after all orders. */
  KeyHolding holding() {
    return lines.isEmpty() ? KeyHolding.FLAT : lines.lastEntry().getValue().after();
  }

  /** Returns the history with an order added or changed. */
  KeyHistory plus(OwnOrder own, CoinFees fees) {
    Submission at = Submission.of(own.order());
    KeyHolding before = before(at);
    Line line = new Line(own, fees, before.after(own, fees));
    Line replaced = lines.get(at);
    KeyHolding was = replaced == null ? before : replaced.after();
    return new KeyHistory(continued(lines.plus(at, line), at, was, line.after()));
  }

  /** Returns the filled quantity of the slot's orders of these generations. */
  BigDecimal filled(SlotId slot, long first, long last) {
    BigDecimal filled = BigDecimal.ZERO;
    Map.Entry<Submission, Line> line = lines.isEmpty() ? null : lines.lastEntry();
    // a generation is submitted after every older one: the walk ends with the first older order
    while (line != null && !isOlder(line.getValue().own(), slot, first)) {
      OwnOrder own = line.getValue().own();
      if (own.slot().equals(slot) && own.generation() <= last) {
        filled = filled.add(own.order().filledQuantity());
      }
      line = lines.lowerEntry(line.getKey());
    }
    return filled;
  }

  /**
   * Returns whether the key has been flat since the newest purchase of these generations; without a
   * purchase, whether it has been flat since the first of them was accepted.
   *
   * @param entry the slot of the purchases
   * @param step a holding below this quantity counts as flat
   */
  boolean wasClosed(SlotId entry, long first, long last, BigDecimal step) {
    Map.Entry<Submission, Line> line = lines.isEmpty() ? null : lines.lastEntry();
    while (line != null) {
      OwnOrder own = line.getValue().own();
      boolean flat = line.getValue().after().owned().compareTo(step) < 0;
      boolean bought = own.order().filledQuantity().signum() > 0 && own.generation() <= last;
      if (flat || isOlder(own, entry, first) || (own.slot().equals(entry) && bought)) {
        return flat;
      }
      line = lines.lowerEntry(line.getKey());
    }
    return true;
  }

  private static boolean isOlder(OwnOrder own, SlotId slot, long first) {
    return own.slot().equals(slot) && own.generation() < first;
  }

  KeyHistory minus(OwnOrder own) {
    Submission at = Submission.of(own.order());
    Line removed = lines.get(at);
    return new KeyHistory(continued(lines.minus(at), at, removed.after(), before(at)));
  }

  private KeyHolding before(Submission at) {
    Map.Entry<Submission, Line> earlier = lines.lowerEntry(at);
    return earlier == null ? KeyHolding.FLAT : earlier.getValue().after();
  }

  /** Returns the lines after a change at this place, where the holding was another. */
  private static TreePMap<Submission, Line> continued(
      TreePMap<Submission, Line> changed, Submission at, KeyHolding was, KeyHolding now) {
    TreePMap<Submission, Line> lines = changed;
    KeyHolding old = was;
    KeyHolding holding = now;
    Map.Entry<Submission, Line> next = changed.higherEntry(at);
    while (next != null && !holding.equals(old)) {
      Line line = next.getValue();
      old = line.after();
      holding = holding.after(line.own(), line.fees());
      lines = lines.plus(next.getKey(), new Line(line.own(), line.fees(), holding));
      next = changed.higherEntry(next.getKey());
    }
    return lines;
  }
}

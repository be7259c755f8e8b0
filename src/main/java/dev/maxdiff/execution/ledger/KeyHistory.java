package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * The orders and corrections of one key in the order of submission, with the holding after each.
 *
 * <p>Immutable. A change computes the holdings of later orders only as far as they change: one of
 * the newest order costs the same on a long past as on a short one.
 */
record KeyHistory(TreePMap<Submission, Line> lines) {

  static final KeyHistory EMPTY = new KeyHistory(TreePMap.empty());

  /** What changes the holding. */
  private sealed interface Posting {
    KeyHolding after(KeyHolding before);
  }

  private record Fills(OwnOrder own, CoinFees fees) implements Posting {
    @Override
    public KeyHolding after(KeyHolding before) {
      return before.after(own, fees);
    }
  }

  private record Correction(BigDecimal change) implements Posting {
    @Override
    public KeyHolding after(KeyHolding before) {
      return before.changed(change);
    }
  }

  /**
   * @param after the key's holding after this posting
   */
  record Line(Posting posting, KeyHolding after) {

    /** Returns the order; empty for a correction. */
    Optional<OwnOrder> own() {
      return posting instanceof Fills fills ? Optional.of(fills.own) : Optional.empty();
    }
  }

  /** Returns the holding after all orders. */
  KeyHolding holding() {
    return lines.isEmpty() ? KeyHolding.FLAT : lines.lastEntry().getValue().after();
  }

  /** Returns the history with an order added or changed. */
  KeyHistory plus(OwnOrder own, CoinFees fees) {
    return plus(Submission.of(own.order()), new Fills(own, fees));
  }

  /** Returns the history with a correction added or changed; zero removes it. */
  KeyHistory corrected(Submission at, BigDecimal change) {
    if (change.signum() != 0) {
      return plus(at, new Correction(change));
    }
    return lines.containsKey(at) ? minus(at) : this;
  }

  private KeyHistory plus(Submission at, Posting posting) {
    KeyHolding before = before(at);
    Line line = new Line(posting, posting.after(before));
    Line replaced = lines.get(at);
    KeyHolding was = replaced == null ? before : replaced.after();
    return new KeyHistory(continued(lines.plus(at, line), at, was, line.after()));
  }

  /** Returns the filled quantity of the slot's orders of these generations. */
  BigDecimal filled(SlotId slot, long first, long last) {
    BigDecimal filled = BigDecimal.ZERO;
    Map.Entry<Submission, Line> line = lines.isEmpty() ? null : lines.lastEntry();
    // a generation is submitted after every older one: the walk ends with the first older order
    while (line != null && !isOlder(line.getValue(), slot, first)) {
      filled =
          line.getValue()
              .own()
              .filter(own -> own.slot().equals(slot) && own.generation() <= last)
              .map(own -> own.order().filledQuantity())
              .map(filled::add)
              .orElse(filled);
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
      boolean flat = line.getValue().after().owned().compareTo(step) < 0;
      boolean bought =
          line.getValue()
              .own()
              .filter(own -> own.slot().equals(entry) && own.generation() <= last)
              .filter(own -> own.order().filledQuantity().signum() > 0)
              .isPresent();
      if (flat || bought || isOlder(line.getValue(), entry, first)) {
        return flat;
      }
      line = lines.lowerEntry(line.getKey());
    }
    return true;
  }

  private static boolean isOlder(Line line, SlotId slot, long first) {
    return line.own()
        .filter(own -> own.slot().equals(slot) && own.generation() < first)
        .isPresent();
  }

  KeyHistory minus(OwnOrder own) {
    return minus(Submission.of(own.order()));
  }

  private KeyHistory minus(Submission at) {
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
      holding = line.posting().after(holding);
      lines = lines.plus(next.getKey(), new Line(line.posting(), holding));
      next = changed.higherEntry(next.getKey());
    }
    return lines;
  }
}

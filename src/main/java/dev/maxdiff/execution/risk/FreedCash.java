package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.pcollections.TreePMap;

/**
 * The reservations that ended lately. A read of the account that began before such an end may not
 * show the order, so the cash still counts for that read. Immutable.
 */
record FreedCash(long count, TreePMap<Long, Line> lines) {

  static final FreedCash NONE = new FreedCash(0, TreePMap.empty());

  /**
   * @param at monotonic time of the end
   */
  record Line(SlotId slot, BigDecimal notional, long at) {}

  FreedCash plus(SlotId slot, BigDecimal notional, long at) {
    return new FreedCash(count + 1, lines.plus(count + 1, new Line(slot, notional, at)));
  }

  /** Forgets the ends before this monotonic time. */
  FreedCash without(long before) {
    TreePMap<Long, Line> kept = lines;
    for (Map.Entry<Long, Line> line : lines.entrySet()) {
      if (line.getValue().at - before >= 0) {
        break;
      }
      kept = kept.minus(line.getKey());
    }
    return new FreedCash(count, kept);
  }

  /** Returns the ends after this count. */
  Collection<Line> after(long earlier) {
    return lines.tailMap(earlier, false).values();
  }
}

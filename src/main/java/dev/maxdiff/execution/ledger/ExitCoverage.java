package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.Uncovered;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Compares what the keys own with what the open orders of their exits close. */
public final class ExitCoverage {

  private ExitCoverage() {}

  /**
   * Returns the uncovered keys of a symbol, in the order of the keys.
   *
   * @param smallest smallest quantity that an order can have; less cannot be closed and counts as
   *     nothing
   */
  public static List<Uncovered> uncovered(SymbolLedger ledger, BigDecimal smallest) {
    List<Uncovered> uncovered = new ArrayList<>();
    ledger
        .holdings()
        .forEach(
            (key, holding) -> {
              Uncovered line = line(ledger, key, holding);
              if (line.quantity().signum() > 0 && line.quantity().compareTo(smallest) >= 0) {
                uncovered.add(line);
              }
            });
    return List.copyOf(uncovered);
  }

  private static Uncovered line(SymbolLedger ledger, WatcherKey key, KeyHolding holding) {
    SlotId exit = new SlotId(key, Slot.EXIT);
    BigDecimal closing =
        ledger.openOf(exit).stream()
            .map(own -> own.order().remaining())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Uncovered(exit, holding.owned(), closing);
  }
}

package dev.maxdiff.execution.decisions;

import dev.maxdiff.execution.model.ForeignBaseline;
import dev.maxdiff.execution.model.LedgerCorrection;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a symbol's ledger that the broker's orders do not contain.
 *
 * @param corrections oldest first
 * @param foreign the foreign fills that are counted
 */
public record JournalledLedger(List<LedgerCorrection> corrections, ForeignBaseline foreign) {

  static final JournalledLedger NONE = new JournalledLedger(List.of(), ForeignBaseline.NONE);

  public JournalledLedger {
    corrections = List.copyOf(corrections);
  }

  /** Returns the ledger with a new correction, or with another one in place of its number. */
  JournalledLedger with(LedgerCorrection correction) {
    List<LedgerCorrection> next = new ArrayList<>(corrections);
    next.removeIf(known -> known.number() == correction.number());
    next.add(correction);
    return new JournalledLedger(next, foreign);
  }

  JournalledLedger counting(ForeignBaseline fills) {
    return new JournalledLedger(corrections, fills);
  }

  long nextNumber() {
    return corrections.stream().mapToLong(LedgerCorrection::number).max().orElse(0) + 1;
  }
}

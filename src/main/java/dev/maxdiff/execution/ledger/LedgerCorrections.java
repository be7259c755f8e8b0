package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.LedgerCorrection;
import java.util.List;
import org.pcollections.TreePMap;

/** The journalled corrections of all symbols. Immutable. */
public record LedgerCorrections(TreePMap<Symbol, List<LedgerCorrection>> bySymbol) {

  public static final LedgerCorrections NONE = new LedgerCorrections(TreePMap.empty());

  /** Returns the corrections with those of the symbol replaced. */
  public LedgerCorrections with(Symbol symbol, List<LedgerCorrection> corrections) {
    return of(symbol).equals(corrections)
        ? this
        : new LedgerCorrections(bySymbol.plus(symbol, List.copyOf(corrections)));
  }

  List<LedgerCorrection> of(Symbol symbol) {
    return bySymbol.getOrDefault(symbol, List.of());
  }
}

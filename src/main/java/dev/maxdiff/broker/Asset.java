package dev.maxdiff.broker;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;

/**
 * The trading rules of a symbol.
 *
 * @param minimumOrder smallest order, in base units
 */
public record Asset(
    Symbol symbol,
    Increments increments,
    BigDecimal minimumOrder,
    boolean tradable,
    boolean fractionable,
    boolean shortable) {}

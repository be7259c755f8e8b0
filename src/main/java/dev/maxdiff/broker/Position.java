package dev.maxdiff.broker;

import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;

/**
 * A net position.
 *
 * @param quantity signed: negative for a short
 * @param available what open closing orders have not reserved, signed like quantity
 * @param averageEntryPrice quote currency
 * @param currentPrice quote currency
 */
public record Position(
    Symbol symbol,
    BigDecimal quantity,
    BigDecimal available,
    BigDecimal averageEntryPrice,
    BigDecimal currentPrice) {}

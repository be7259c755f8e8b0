package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A trade of the replayed market.
 *
 * @param price quote currency
 * @param size base units
 */
public record Trade(Symbol symbol, Instant at, BigDecimal price, BigDecimal size) {}

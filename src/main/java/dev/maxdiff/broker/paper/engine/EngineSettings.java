package dev.maxdiff.broker.paper.engine;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * The settings that decide how orders fill; the settings of the exchange validate them.
 *
 * @param spread ask less bid, as a fraction of the price
 * @param makerFee fraction of a crypto fill of a resting order
 * @param takerFee fraction of a crypto fill at the quote
 * @param multiplier of the buying power for stocks; 1 = no margin and no shorts
 * @param settleDelay exchange time from a fill to its position
 * @param cancelDelay exchange time from {@code pending_cancel} or {@code pending_replace} to the
 *     end
 */
public record EngineSettings(
    BigDecimal spread,
    BigDecimal makerFee,
    BigDecimal takerFee,
    int multiplier,
    Duration settleDelay,
    Duration cancelDelay) {}

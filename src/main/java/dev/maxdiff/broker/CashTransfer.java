package dev.maxdiff.broker;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Money that was moved into or out of the account; no profit and no loss.
 *
 * @param id the broker's id
 * @param type Alpaca's activity type, for example {@code CSD}
 * @param amount in USD; positive = into the account
 */
public record CashTransfer(String id, String type, BigDecimal amount, Instant at) {}

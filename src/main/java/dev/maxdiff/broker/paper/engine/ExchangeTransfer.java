package dev.maxdiff.broker.paper.engine;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Money that was moved into or out of the account.
 *
 * @param number sequence number within the account, from 1
 * @param amount in USD; positive = deposit, negative = withdrawal
 * @param at exchange time
 */
public record ExchangeTransfer(long number, BigDecimal amount, Instant at) {}

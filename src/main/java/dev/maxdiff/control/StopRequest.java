package dev.maxdiff.control;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;

/**
 * Selects the wishes to withdraw; a null component matches every value.
 *
 * @param keepOrders leaves the slots' orders at the broker
 */
public record StopRequest(
    Symbol symbol, Side side, Strategy strategy, Slot slot, boolean keepOrders) {}

package dev.maxdiff.broker;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;

/**
 * What to change of an open order; null leaves a field as it is.
 *
 * @param clientOrderId id of the new order; without it the broker invents one
 */
public record ReplaceRequest(
    Quantity quantity, Price limitPrice, TimeInForce timeInForce, String clientOrderId) {}

package dev.maxdiff.broker;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;

/**
 * Changes to an open order; a field that is null keeps its value.
 *
 * @param clientOrderId id of the new order; null = the broker assigns an id
 */
public record ReplaceRequest(
    Quantity quantity, Price limitPrice, TimeInForce timeInForce, String clientOrderId) {}

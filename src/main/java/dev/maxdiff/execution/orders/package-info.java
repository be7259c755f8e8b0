/**
 * The order manager of each symbol: fencing tokens, durable intents, sending, cancels, surplus
 * orders.
 */
package dev.maxdiff.execution.orders;

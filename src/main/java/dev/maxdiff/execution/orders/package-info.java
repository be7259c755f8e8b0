/**
 * The order manager of each symbol: fencing tokens, durable intents, sending, cancels, surplus
 * orders; and the account that they share.
 */
package dev.maxdiff.execution.orders;

/**
 * The value types of the runtime: keys, slots, prices, quantities, wishes, pauses, the market
 * calendar. Pure, no I/O.
 */
package dev.maxdiff.domain;

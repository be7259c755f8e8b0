/**
 * The value types of the domain: keys, slots, prices, quantities, wishes, calendar. Pure, no I/O.
 */
package dev.maxdiff.domain;

/** The words of the runtime: keys, slots, prices, quantities, wishes. Pure values, no I/O. */
package dev.maxdiff.domain;

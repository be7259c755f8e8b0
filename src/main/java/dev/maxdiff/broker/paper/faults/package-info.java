/** Planned misbehaviour of the exchange. */
package dev.maxdiff.broker.paper.faults;

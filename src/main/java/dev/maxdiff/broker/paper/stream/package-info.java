/** The exchange's {@code trade_updates} stream. */
package dev.maxdiff.broker.paper.stream;

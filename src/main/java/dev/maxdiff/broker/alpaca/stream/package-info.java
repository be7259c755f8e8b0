/** The client of Alpaca's {@code trade_updates} stream. */
package dev.maxdiff.broker.alpaca.stream;

/** Alpaca's JSON: written and read. */
package dev.maxdiff.broker.alpaca.wire;

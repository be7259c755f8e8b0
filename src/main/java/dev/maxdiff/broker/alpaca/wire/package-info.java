/** Alpaca's JSON, written and read; API keys and server addresses. */
package dev.maxdiff.broker.alpaca.wire;

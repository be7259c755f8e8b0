/** Alpaca's protocol: JSON, REST client, stream of trade updates, self-test. */
package dev.maxdiff.broker.alpaca;

/** The server side of Alpaca's REST API, the same at the exchange and at the gateway. */
package dev.maxdiff.broker.alpaca.server;

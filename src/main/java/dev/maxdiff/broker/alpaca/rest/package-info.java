/** The REST client for Alpaca, the embedded exchange, or a watcher's gateway. */
package dev.maxdiff.broker.alpaca.rest;

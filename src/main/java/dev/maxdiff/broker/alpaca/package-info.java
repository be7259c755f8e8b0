/** Alpaca's REST protocol: its JSON forms and its client. */
package dev.maxdiff.broker.alpaca;

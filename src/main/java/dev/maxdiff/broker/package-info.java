/** The port Broker: account, positions, orders, quotes and clock in Alpaca's terms. */
package dev.maxdiff.broker;

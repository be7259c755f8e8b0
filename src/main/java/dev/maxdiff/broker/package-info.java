/** The broker port: account, positions, orders, quotes, clock. */
package dev.maxdiff.broker;

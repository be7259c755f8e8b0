/** What the runtime needs of a broker: account, positions, orders, quotes, clock. */
package dev.maxdiff.broker;

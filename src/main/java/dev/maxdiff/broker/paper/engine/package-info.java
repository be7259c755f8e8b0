/** The decisions of the exchange: orders, quotes, matching, positions, funds, refusals; pure. */
package dev.maxdiff.broker.paper.engine;

/** Books, matching and refusals of the exchange; pure decisions. */
package dev.maxdiff.broker.paper.engine;

/**
 * The position ledger: which key owns which part of the broker's net position, coin fees, drift;
 * pure.
 */
package dev.maxdiff.execution.ledger;

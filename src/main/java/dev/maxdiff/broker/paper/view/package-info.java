/**
 * The exchange as readers outside its actor see it: the read model with the last durable state, the
 * report, the virtual clock.
 */
package dev.maxdiff.broker.paper.view;

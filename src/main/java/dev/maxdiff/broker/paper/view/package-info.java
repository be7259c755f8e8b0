/**
 * The exchange as it is seen from outside its actor: books as last durable, fills, report, virtual
 * clock.
 */
package dev.maxdiff.broker.paper.view;

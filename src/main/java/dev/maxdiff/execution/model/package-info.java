/**
 * The words of the order path: own order, watcher authority, client order id, intent, denial, order
 * events, settings.
 */
package dev.maxdiff.execution.model;

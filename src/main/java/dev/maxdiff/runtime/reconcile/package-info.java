/**
 * The comparison of journal, processes, files and broker at a start, and the risk-reducing action
 * for each difference.
 */
package dev.maxdiff.runtime.reconcile;

/**
 * Status, history and the duplicate-order guard without a running runtime, under the lock of the
 * venue.
 */
package dev.maxdiff.runtime.offline;

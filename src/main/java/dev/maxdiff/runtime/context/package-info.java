/**
 * The values that the steps of a start share (options, settings, configuration, the opened state
 * directory), the shutdown with its registered undo steps, and the stored names of the journal.
 */
package dev.maxdiff.runtime.context;

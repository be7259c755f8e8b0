/**
 * What all steps of a start and of the end share: options, settings, the opened state directory,
 * the registered undo steps, the stored names of the journal.
 */
package dev.maxdiff.runtime.context;

/**
 * The steps of a start in their order, each with its undo, and the phases of the end that run these
 * undo steps.
 */
package dev.maxdiff.runtime.start;

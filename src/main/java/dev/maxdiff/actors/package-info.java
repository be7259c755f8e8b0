/**
 * The common parts of every actor system of the program: the guardian that owns the top-level
 * actors by name, and the scheduler.
 */
package dev.maxdiff.actors;

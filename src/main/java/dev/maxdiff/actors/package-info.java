/**
 * What every actor system of the program shares: the guardian that owns the actors by name, and the
 * scheduler.
 */
package dev.maxdiff.actors;

/**
 * The sentinel: a program of its own that ends the watchers of a runtime that was killed or hangs;
 * JDK only.
 */
package dev.maxdiff.process.sentinel;

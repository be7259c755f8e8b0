/** The watcher: the pure rules of an entry and of an exit, and the child program that runs them. */
package dev.maxdiff.watch;

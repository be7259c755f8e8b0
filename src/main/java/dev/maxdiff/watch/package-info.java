/** The rules of an entry and of an exit watcher, and the child program that runs them. */
package dev.maxdiff.watch;

/**
 * The rules of an entry watcher and of an exit watcher: pure functions of one poll's snapshot and
 * of the memory of earlier polls.
 */
package dev.maxdiff.watch.rules;

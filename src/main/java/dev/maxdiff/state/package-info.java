/** The state directory of a venue: lock, watcher files, small files, journal bindings. */
package dev.maxdiff.state;

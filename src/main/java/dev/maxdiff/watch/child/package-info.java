/** The watcher process: arguments, poll loop, account access, reports. */
package dev.maxdiff.watch.child;

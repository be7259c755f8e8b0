/** The gateway: every watcher's own account view, intents, the position book, fences. */
package dev.maxdiff.execution;

/**
 * The chaos run: random wishes, faulty children, a faulty broker and a runtime that is killed,
 * stopped and restarted. Three sources outside the runtime show violations: {@code /proc}, the
 * watcher files and the exchange's audit log.
 */
package dev.maxdiff.chaos;

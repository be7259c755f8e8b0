/**
 * The chaos run: random wishes, misbehaving children, a misbehaving broker and a runtime that is
 * killed, frozen and restarted, judged by three that are not the runtime: an observer of {@code
 * /proc}, a reader of the watcher files, and the exchange's audit log.
 */
package dev.maxdiff.chaos;

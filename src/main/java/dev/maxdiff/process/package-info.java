/**
 * Child processes: the port {@link dev.maxdiff.process.WatcherRunner}, the registry, one bridge for
 * each child, the launch gate and the sentinel's keeper. The operating system's side, process
 * identities and marks are below them; the sentinel is a program of its own.
 */
package dev.maxdiff.process;

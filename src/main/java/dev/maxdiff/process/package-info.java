/**
 * Child processes: the port WatcherRunner, the registry, bridges, the launch gate, the sentinel and
 * the operating system.
 */
package dev.maxdiff.process;

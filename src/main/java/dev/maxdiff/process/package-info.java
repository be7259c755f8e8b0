/**
 * Child processes: the port WatcherRunner, the registry, one bridge per child, the launch gate, the
 * sentinel's keeper.
 */
package dev.maxdiff.process;

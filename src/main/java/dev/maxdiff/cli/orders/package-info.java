/**
 * Commands that change wishes or orders: entry, exit, stop, pause, resume, kill-all, cancel-
 * duplicates.
 */
package dev.maxdiff.cli.orders;

/**
 * What Main composes: one class for each command that runs for long, the signal handlers, the
 * console and file logs, and the end of the process.
 */
package dev.maxdiff.app;

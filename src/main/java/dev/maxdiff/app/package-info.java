/**
 * The parts that {@code Main} composes: a class for each command that needs more than a request to
 * a runtime (run, exchange, doctor, kill-all without a runtime), the signal handlers, the console
 * log and the log file, and the end of the process.
 */
package dev.maxdiff.app;

/**
 * The commands of {@code maxdiff}: the command line parses, calls the running runtime over loopback
 * HTTP, prints, and returns an exit code.
 */
package dev.maxdiff.cli;

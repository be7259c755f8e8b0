/**
 * The shared parts of all commands: terminal, global options, option parsers, display formats, exit
 * codes, and the actions that {@code Main} provides.
 */
package dev.maxdiff.cli.context;

/**
 * What all commands share: the terminal, the global options, option parsers, display formats, exit
 * codes, and the actions that the program provides.
 */
package dev.maxdiff.cli.context;

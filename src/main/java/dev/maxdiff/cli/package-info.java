/** The commands. */
package dev.maxdiff.cli;

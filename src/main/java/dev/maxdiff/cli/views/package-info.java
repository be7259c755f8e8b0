/** Read-only commands: status, prove, history. */
package dev.maxdiff.cli.views;

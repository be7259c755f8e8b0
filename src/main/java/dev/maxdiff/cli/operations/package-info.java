/**
 * Commands that run or examine a program: run, exchange, doctor, the watcher child, help, version.
 */
package dev.maxdiff.cli.operations;

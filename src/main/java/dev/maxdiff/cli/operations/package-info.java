/**
 * Commands that run or check a program: run, exchange, doctor, the watcher process, help, version.
 */
package dev.maxdiff.cli.operations;

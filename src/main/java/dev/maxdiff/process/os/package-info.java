/** The operating system: spawning, signals, exits, process identity and mark. */
package dev.maxdiff.process.os;

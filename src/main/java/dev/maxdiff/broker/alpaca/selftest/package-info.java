/** The self-test of what the runtime assumes of a paper account. */
package dev.maxdiff.broker.alpaca.selftest;

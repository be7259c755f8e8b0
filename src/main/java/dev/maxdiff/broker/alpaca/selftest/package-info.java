/** The self-test of the assumptions of the runtime on a paper account. */
package dev.maxdiff.broker.alpaca.selftest;

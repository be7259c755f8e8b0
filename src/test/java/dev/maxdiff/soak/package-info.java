/**
 * The soak test: real watchers on a broker with constant faults, continuous wishes, and accounts
 * that must agree at the end. It shares broker, market and audit checks with the chaos run, which
 * injects faults into the runtime itself.
 */
package dev.maxdiff.soak;

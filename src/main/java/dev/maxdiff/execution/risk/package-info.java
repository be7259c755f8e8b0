/** Pre-trade checks, risk limits, pauses and the allocation of cash; pure. */
package dev.maxdiff.execution.risk;

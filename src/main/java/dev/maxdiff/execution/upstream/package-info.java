/** Reads of the broker: shared among readers, paced within the request budget. */
package dev.maxdiff.execution.upstream;

/**
 * The steps of a start in their order. Each step registers its undo step with {@code Shutdown} of
 * {@code runtime.context}.
 */
package dev.maxdiff.runtime.start;

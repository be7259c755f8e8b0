/** One event-sourced supervisor per key, and the directory that finds or starts it. */
package dev.maxdiff.supervision;

/**
 * Supervision of watchers: one event-sourced supervisor for each key, an inbox for wishes in front
 * of it, and the directory that finds or starts both.
 */
package dev.maxdiff.supervision;
